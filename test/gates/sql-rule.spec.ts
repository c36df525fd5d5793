import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkSql, programOf, type SqlFinding } from '../../tools/sql-rule.js';
import { PlantedTree } from './planted-tree.js';

const port = `
export abstract class Dialect {
  abstract readonly forUpdate: string;
  abstract containsText(column: string, param: string): string;
}
export abstract class Database {
  abstract readonly dialect: Dialect;
  abstract query(sql: string, params?: readonly unknown[]): Promise<object[]>;
  abstract execute(sql: string, params?: readonly unknown[]): Promise<number>;
}
`;

/** Function bodies with \`db\`, and \`name\` and \`names\` that a stranger wrote. */
const injections: Record<string, string> = {
  value: "return db.query(`SELECT id FROM users WHERE name = '${name}'`);",
  concatenation: `return db.query("SELECT id FROM users WHERE name = '" + name + "'");`,
  tail: `return db.query('SELECT id FROM users WHERE ' + name);`,
  whole: 'return db.execute(name);',
  variable: 'const sql = `DELETE FROM users WHERE name = ${name}`;\n  return db.execute(sql);',
  pushed:
    "const parts = ['a = $1'];\n  parts.push(`b = ${name}`);\n  return db.query(`SELECT id FROM users WHERE ${parts.join(' AND ')}`);",
  assigned:
    "let order = 'id';\n  order = name;\n  return db.query(`SELECT id FROM users ORDER BY ${order}`);",
  mapped: 'return db.query(`SELECT id FROM users WHERE id IN (${names.map((item) => item).join()})`);',
  throughFunction: 'return db.query(`SELECT ${column(name)} FROM users`);',
  destructured:
    'const [sql, value] = names.length > 1 ? [name, 1] : [COLUMNS, 2];\n  return db.query(sql, [value]);',
  elsewhere: 'return { sql: `UPDATE users SET name = ${name}` };',
};

const constants: Record<string, string> = {
  literal: "return db.query('SELECT id FROM users WHERE name = $1', [name]);",
  columns: 'return db.query(`SELECT ${COLUMNS} FROM users WHERE name = $1`, [name]);',
  dialect:
    "return db.query(`SELECT id FROM users WHERE ${db.dialect.containsText('name', '$1')} ${db.dialect.forUpdate}`, [name]);",
  choice: "return db.query(`SELECT id FROM users ORDER BY id ${name === 'oldest' ? 'ASC' : 'DESC'}`);",
  pushed:
    "const parts = ['a = $1'];\n  const values = [name];\n  parts.push(`b = $${values.push(name)}`);\n  return db.query(`SELECT id FROM users WHERE ${parts.join(' AND ')}`, values);",
  placeholders:
    'return db.query(`SELECT id FROM users WHERE id IN (${names.map((_, index) => `$${index + 1}`).join()})`, names);',
  destructured:
    'const [sql, value] = names.length > 1 ? [COLUMNS, name] : [ORDERS.age, name];\n  return db.query(sql, [value]);',
  throughFunction: "return db.query(`SELECT ${column('name')} FROM users`);",
  table: "return db.query(`SELECT id FROM users ORDER BY ${ORDERS[name === 'a' ? 'name' : 'age']}`);",
};

describe('sql rule', () => {
  let tree: PlantedTree;
  let findings: SqlFinding[];
  let statements: number;

  beforeAll(async () => {
    const file = (body: string) => [
      "import type { Database } from '../../database/src/port.js';",
      "export const COLUMNS: string = ['id', 'name'].join(', ');",
      "export const ORDERS: Record<'name' | 'age', string> = { name: 'name, id', age: 'age, id' };",
      'export const column = (text: string): string => `u.${text}`;',
      'export function find(db: Database, name: string, names: string[]) {',
      `  ${body}`,
      '}',
    ];
    const plant = (folder: string, bodies: Record<string, string>) =>
      Object.entries(bodies).map(([name, body]) => [`libs/${folder}/src/${name}.ts`, file(body).join('\n')]);
    tree = await PlantedTree.plant(['tsconfig.json', 'package.json'], {
      'libs/database/src/port.ts': port,
      ...Object.fromEntries([...plant('bad', injections), ...plant('good', constants)]),
    });
    ({ findings, statements } = checkSql(programOf(tree.path), tree.path, (path) =>
      path.startsWith('libs/'),
    ));
  }, 60_000);

  afterAll(() => tree.remove());

  it.each(Object.keys(injections))('finds input in a statement: %s', (name) => {
    expect(findings.map(({ file }) => file)).toContain(`libs/bad/src/${name}.ts`);
  });

  it.each(Object.keys(constants))('lets a statement of constants be: %s', (name) => {
    expect(findings.filter(({ file }) => file === `libs/good/src/${name}.ts`)).toEqual([]);
  });

  it('looks at every planted statement', () => {
    expect(statements).toBeGreaterThanOrEqual(Object.keys(injections).length + Object.keys(constants).length);
  });
});
