import { createDataSource, migrate, newId } from '@app/database';
import { readDatabaseUrl } from '../support/test-database.js';

/**
 * A program for the database tests that need processes of their own. `migrate` prints which migrations it ran; `write`
 * inserts users for ever, every other one in a transaction, and prints each id once the database has acknowledged it.
 */
async function main(task: string, url: string): Promise<void> {
  const settings = { database: readDatabaseUrl(url) };
  if (task === 'migrate') {
    process.stdout.write(`${JSON.stringify(await migrate(settings))}\n`);
    return;
  }
  const dataSource = await createDataSource(settings).initialize();
  const sql = 'INSERT INTO users (id, phone, preferences, createdAt, updatedAt) VALUES (?, ?, ?, ?, ?)';
  for (let count = 0; ; count++) {
    const id = newId();
    const parameters = [id, id.slice(-20), '{}', new Date(), new Date()];
    if (count % 2 === 0) await dataSource.query(sql, parameters);
    else await dataSource.transaction((manager) => manager.query(sql, parameters));
    process.stdout.write(`${id}\n`);
  }
}

const [task = '', url = ''] = process.argv.slice(2);
void main(task, url);
