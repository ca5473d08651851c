import type { DataSource } from 'typeorm';
import { migrate } from '@app/database';
import { UserRow } from './database.entities.js';
import { type DatabaseFixture, openDatabaseFixture } from './database.fixture.js';

describe('an upgrade of a database with data in it', () => {
  let fixture: DatabaseFixture;

  beforeAll(async () => {
    fixture = await openDatabaseFixture();
  });

  afterAll(() => fixture.close());

  it("counts an address that was given before as given now, so that it frees nobody's", async () => {
    const { dataSource, settings } = fixture;
    const [known, unknown] = [await fixture.insertUser({ email: 'a@example.com' }), await fixture.insertUser()];
    const before = Date.now();
    await undoFrom(dataSource, 'Accounts1700000005000');
    await migrate(settings);
    const users = dataSource.getRepository(UserRow);
    const { emailGivenAt } = await users.findOneByOrFail({ id: known.id });
    expect(emailGivenAt!.getTime()).toBeGreaterThanOrEqual(before);
    expect(await users.findOneByOrFail({ id: unknown.id })).toMatchObject({ emailGivenAt: null });
  });
});

/** Undoes a migration and those after it. */
async function undoFrom(dataSource: DataSource, name: string): Promise<void> {
  const names = dataSource.migrations.map((migration) => migration.name);
  expect(names).toContain(name);
  for (let index = names.indexOf(name); index < names.length; index++) await dataSource.undoLastMigration();
}
