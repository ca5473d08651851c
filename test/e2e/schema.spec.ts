import { findDrift } from '../support/test-database.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the schema', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  it('is made by the migrations exactly as the entities describe it', async () => {
    expect(app.dataSource.entityMetadatas.length).toBeGreaterThan(5);
    expect(await findDrift(app.dataSource)).toEqual([]);
  });
});
