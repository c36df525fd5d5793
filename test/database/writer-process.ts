/** Writes rows until it is killed, and prints the id of each one after the database acknowledged it. */
import { Logger } from '@nestjs/common';
import { createDatabase, databaseConfig, uuidv7 } from '#lib/database';
import { accountsMigration } from './accounts.fixture.js';

Logger.overrideLogger(['fatal', 'error']);

const config = databaseConfig.derive(databaseConfig.schema.parse(process.env), { isProduction: false });
const db = await createDatabase({
  config,
  file: config.file ?? '',
  entities: [],
  migrations: [accountsMigration],
});
db.start();
await db.whenReady();

const insert = 'INSERT INTO accounts (id, name, balance, created_at, updated_at) VALUES ($1, $2, 1, 1, 1)';

async function writeForEver(isInTransaction: boolean): Promise<void> {
  for (;;) {
    const id = uuidv7();
    if (isInTransaction) {
      const half = uuidv7();
      await db.transaction(async () => {
        await db.execute(insert, [half, `half of ${id}`]);
        await db.execute('UPDATE accounts SET balance = 0 WHERE id = $1', [half]);
        await db.execute(insert, [id, half]);
      });
    } else {
      await db.execute(insert, [id, id]);
    }
    process.stdout.write(`${id}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, at) => writeForEver(at % 2 === 0)));
