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
    await dataSource.undoLastMigration();
    await migrate(settings);
    const users = dataSource.getRepository(UserRow);
    const { emailGivenAt } = await users.findOneByOrFail({ id: known.id });
    expect(emailGivenAt!.getTime()).toBeGreaterThanOrEqual(before);
    expect(await users.findOneByOrFail({ id: unknown.id })).toMatchObject({ emailGivenAt: null });
  });
});
