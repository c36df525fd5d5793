/**
 * SQL is made of constants; values are bound to $1..$n (Q5). `npm run check:sql` follows every piece of text that reaches `Database.query`,
 * `queryOne`, `execute` and `executeReturning`, and every template that reads like SQL, back to where it comes from, and reports what is not one of: a literal, a
 * number, a union of literals, a constant made of these, a list of these joined, or what `Dialect` answers.
 */
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import ts from 'typescript';

/** A piece of text in a statement whose origin is not known to be constant. */
export interface SqlFinding {
  file: string;
  line: number;
  text: string;
}

const sqlStart =
  /^\s*(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\S*\s*SET\b|UPDATE\s|DELETE\s+FROM\s|WITH\s+(RECURSIVE\s+)?\w+.*\bAS\s*\(|(CREATE|ALTER|DROP)\s+(TABLE|INDEX|UNIQUE)|TRUNCATE\s)/i;
const databaseMethods = new Set(['query', 'queryOne', 'execute', 'executeReturning']);

/** Parameters whose every argument was found constant on the way here. */
type Trusted = ReadonlySet<ts.Symbol>;

/** Checks the files that `include` accepts (paths from `root`). `statements` is how many were looked at: none means the rule sees nothing. */
export function checkSql(
  program: ts.Program,
  root: string,
  include: (file: string) => boolean,
): { findings: SqlFinding[]; statements: number } {
  const rule = new SqlRule(program.getTypeChecker());
  for (const source of program.getSourceFiles()) {
    const file = relative(root, source.fileName);
    if (!file.startsWith('..') && !file.includes('node_modules') && include(file)) rule.check(source, file);
  }
  return { findings: rule.findings, statements: rule.statements };
}

class SqlRule {
  readonly findings: SqlFinding[] = [];
  statements = 0;
  private readonly open = new Set<ts.Node>();

  private readonly checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  check(source: ts.SourceFile, file: string): void {
    const visit = (node: ts.Node): void => {
      const statement = this.statementIn(node);
      if (statement) {
        this.statements += 1;
        const culprit = this.culpritIn(statement, new Set());
        if (culprit) {
          const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
          const text = `${culprit.getText().slice(0, 80)} in ${statement.getText(source).replace(/\s+/g, ' ').slice(0, 80)}`;
          this.findings.push({ file, line: line + 1, text });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }

  /** The text that `node` sends to the database, or that reads like SQL. */
  private statementIn(node: ts.Node): ts.Expression | undefined {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const isDatabase =
        databaseMethods.has(node.expression.name.text) &&
        this.isA(this.checker.getTypeAtLocation(node.expression.expression), 'Database');
      const sql = isDatabase ? node.arguments[0] : undefined;
      return sql && !isSqlTemplate(sql) ? sql : undefined;
    }
    return ts.isExpression(node) && isSqlTemplate(node) ? node : undefined;
  }

  /** The part of `node` that is not constant; undefined when all of it is. */
  private culpritIn(node: ts.Expression, trusted: Trusted): ts.Node | undefined {
    if (this.open.has(node)) return undefined;
    this.open.add(node);
    try {
      return this.isConstant(this.checker.getTypeAtLocation(node)) ? undefined : this.look(node, trusted);
    } finally {
      this.open.delete(node);
    }
  }

  private look(node: ts.Expression, trusted: Trusted): ts.Node | undefined {
    if (ts.isTemplateExpression(node)) {
      return this.firstCulprit(
        node.templateSpans.map(({ expression }) => expression),
        trusted,
      );
    }
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node)
    ) {
      return this.culpritIn(node.expression, trusted);
    }
    if (ts.isAsExpression(node)) return this.culpritIn(node.expression, trusted);
    if (ts.isConditionalExpression(node)) return this.firstCulprit([node.whenTrue, node.whenFalse], trusted);
    if (ts.isBinaryExpression(node)) return this.firstCulprit([node.left, node.right], trusted);
    if (ts.isSpreadElement(node)) return this.culpritIn(node.expression, trusted);
    if (ts.isArrayLiteralExpression(node)) return this.firstCulprit(node.elements, trusted);
    if (ts.isObjectLiteralExpression(node)) return this.objectCulprit(node, trusted);
    if (ts.isElementAccessExpression(node)) return this.culpritIn(node.expression, trusted);
    if (ts.isCallExpression(node)) return this.callCulprit(node, trusted);
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return this.nameCulprit(node, trusted);
    return node;
  }

  private firstCulprit(nodes: readonly ts.Expression[], trusted: Trusted): ts.Node | undefined {
    for (const node of nodes) {
      const culprit = this.culpritIn(node, trusted);
      if (culprit) return culprit;
    }
    return undefined;
  }

  private objectCulprit(node: ts.ObjectLiteralExpression, trusted: Trusted): ts.Node | undefined {
    for (const property of node.properties) {
      if (!ts.isPropertyAssignment(property)) return property;
      const culprit = this.culpritIn(property.initializer, trusted);
      if (culprit) return culprit;
    }
    return undefined;
  }

  private nameCulprit(
    node: ts.Identifier | ts.PropertyAccessExpression,
    trusted: Trusted,
  ): ts.Node | undefined {
    if (ts.isPropertyAccessExpression(node) && this.isDialect(node.expression)) return undefined;
    let symbol = this.checker.getSymbolAtLocation(node);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol);
    if (symbol && trusted.has(symbol)) return undefined;
    const declaration = symbol?.valueDeclaration;
    if (!symbol || !declaration) return this.ownerCulprit(node, trusted);
    if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
      const culprit = this.culpritIn(declaration.initializer, trusted);
      return culprit ?? this.changeCulprit(symbol, declaration, trusted);
    }
    if (ts.isBindingElement(declaration)) return this.elementCulprit(declaration, trusted);
    const isReadonly = ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly;
    if (ts.isPropertyDeclaration(declaration) && declaration.initializer && isReadonly) {
      return this.culpritIn(declaration.initializer, trusted);
    }
    if (ts.isPropertyAssignment(declaration)) return this.culpritIn(declaration.initializer, trusted);
    return this.ownerCulprit(node, trusted);
  }

  /** `table.entry` is constant where all of the table is, whatever type it was given. */
  private ownerCulprit(
    node: ts.Identifier | ts.PropertyAccessExpression,
    trusted: Trusted,
  ): ts.Node | undefined {
    const owner = ts.isPropertyAccessExpression(node) ? node.expression : null;
    return owner && ts.isIdentifier(owner) && this.culpritIn(owner, trusted) === undefined ? undefined : node;
  }

  /** `const [sql] = ...`: the element at its place, of each list that may be meant. */
  private elementCulprit(element: ts.BindingElement, trusted: Trusted): ts.Node | undefined {
    const list = ts.isArrayBindingPattern(element.parent) && element.parent.parent;
    if (!list || !ts.isVariableDeclaration(list) || !list.initializer) return element;
    const place = element.parent.elements.findIndex((candidate) => candidate === element);
    const elements = listsIn(list.initializer).map((candidate) => candidate?.elements[place]);
    for (const candidate of elements) {
      const culprit = candidate ? this.culpritIn(candidate, trusted) : element;
      if (culprit) return culprit;
    }
    return undefined;
  }

  /** What is pushed to a list, or assigned to a variable, after its declaration. */
  private changeCulprit(
    symbol: ts.Symbol,
    declaration: ts.VariableDeclaration,
    trusted: Trusted,
  ): ts.Node | undefined {
    const added: ts.Expression[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
        const { expression: list, name } = node.expression;
        const isAdding = ['push', 'unshift', 'splice'].includes(name.text);
        if (isAdding && this.checker.getSymbolAtLocation(list) === symbol) added.push(...node.arguments);
      }
      if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
        if (this.checker.getSymbolAtLocation(node.left) === symbol) added.push(node.right);
      }
      ts.forEachChild(node, visit);
    };
    visit(declaration.getSourceFile());
    return this.firstCulprit(added, trusted);
  }

  private callCulprit(node: ts.CallExpression, trusted: Trusted): ts.Node | undefined {
    const callee = node.expression;
    if (ts.isPropertyAccessExpression(callee)) {
      if (this.isDialect(callee.expression)) return undefined;
      if (
        ['join', 'concat', 'filter', 'slice', 'trim', 'flat', 'toSorted', 'repeat'].includes(callee.name.text)
      ) {
        return this.culpritIn(callee.expression, trusted);
      }
      if (['map', 'flatMap', 'from'].includes(callee.name.text))
        return this.mapCulprit(node, callee, trusted);
    }
    const declaration = this.checker.getResolvedSignature(node)?.declaration;
    if (!declaration || !('body' in declaration) || !declaration.body) return node;
    const inner = new Set(trusted);
    declaration.parameters.forEach((parameter, index) => {
      const given = node.arguments[index] ?? parameter.initializer;
      const symbol = ts.isParameter(parameter) && this.checker.getSymbolAtLocation(parameter.name);
      if (symbol && given && !this.culpritIn(given, trusted)) inner.add(symbol);
    });
    return this.bodyCulprit(declaration.body, inner);
  }

  private mapCulprit(
    node: ts.CallExpression,
    callee: ts.PropertyAccessExpression,
    trusted: Trusted,
  ): ts.Node | undefined {
    const make = node.arguments.find((argument) => ts.isArrowFunction(argument));
    if (!make) return node;
    const list = callee.name.text === 'from' ? node.arguments[0] : callee.expression;
    const inner = new Set(trusted);
    const item = make.parameters[0];
    const symbol = item && this.checker.getSymbolAtLocation(item.name);
    if (symbol && list && !this.culpritIn(list, trusted)) inner.add(symbol);
    return this.bodyCulprit(make.body, inner);
  }

  private bodyCulprit(body: ts.Node, trusted: Trusted): ts.Node | undefined {
    if (!ts.isBlock(body)) return this.culpritIn(body as ts.Expression, trusted);
    const results: ts.Expression[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isReturnStatement(node) && node.expression) results.push(node.expression);
      if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
    };
    ts.forEachChild(body, visit);
    return this.firstCulprit(results, trusted);
  }

  private isDialect(node: ts.Expression): boolean {
    return this.isA(this.checker.getTypeAtLocation(node), 'Dialect');
  }

  private isA(type: ts.Type, name: string): boolean {
    if (type.symbol?.name === name) return true;
    return (
      type.isClassOrInterface() &&
      (this.checker.getBaseTypes(type) ?? []).some((base) => this.isA(base, name))
    );
  }

  /** Numbers, booleans, null and literal texts cannot carry anybody's input. */
  private isConstant(type: ts.Type): boolean {
    if (type.isUnion()) return type.types.every((part) => this.isConstant(part));
    const plain =
      ts.TypeFlags.StringLiteral |
      ts.TypeFlags.NumberLike |
      ts.TypeFlags.BigIntLike |
      ts.TypeFlags.BooleanLike |
      ts.TypeFlags.Undefined |
      ts.TypeFlags.Null;
    return (type.flags & plain) !== 0;
  }
}

function isSqlTemplate(node: ts.Node): node is ts.Expression {
  if (ts.isTemplateExpression(node)) return sqlStart.test(node.head.text);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return false;
  return ts.isStringLiteralLike(node.left) && sqlStart.test(node.left.text);
}

/** The list literals an expression may be; undefined stands for anything else. */
function listsIn(node: ts.Expression): (ts.ArrayLiteralExpression | undefined)[] {
  if (ts.isConditionalExpression(node)) return [...listsIn(node.whenTrue), ...listsIn(node.whenFalse)];
  return [ts.isArrayLiteralExpression(node) ? node : undefined];
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.EqualsToken || kind === ts.SyntaxKind.PlusEqualsToken;
}

/** The program that tsconfig.json in `root` describes. */
export function programOf(root: string): ts.Program {
  const path = resolve(root, 'tsconfig.json');
  const parsed = ts.parseJsonConfigFileContent(
    ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8')).config,
    ts.sys,
    root,
  );
  return ts.createProgram(parsed.fileNames, {
    ...parsed.options,
    noEmit: true,
    incremental: false,
    tsBuildInfoFile: undefined,
  });
}

function main(): void {
  const root = process.cwd();
  const isProduct = (file: string) =>
    /^(apps|bin|libs|migrations)\//.test(file) && !/\.(spec|e2e-spec)\.ts$/.test(file);
  const { findings, statements } = checkSql(programOf(root), root, isProduct);
  for (const { file, line, text } of findings)
    console.error(`${file}:${line} SQL made of what is not constant: ${text}`);
  console.log(`sql rule: ${statements} statements, ${findings.length} findings`);
  if (findings.length > 0 || statements === 0) process.exitCode = 1;
}

if (import.meta.main) main();
