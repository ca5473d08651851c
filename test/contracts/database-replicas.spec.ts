import type { DataSource } from 'typeorm';
import { createDataSource, hotQuery, replicaQuery } from '@app/database';
import { openDataSource } from '../../libs/database/src/open-data-source.js';
import { type TestDatabase, createTestDatabase, isServerTested, readDatabaseUrl } from '../support/test-database.js';

/** Nothing listens there. */
const NOBODY = 'mysql://root@127.0.0.1:1/carqr';

(isServerTested ? describe : describe.skip)('with replicas', () => {
  let primary: TestDatabase;
  let replica: TestDatabase;
  const opened: DataSource[] = [];

  beforeAll(async () => {
    primary = await createTestDatabase();
    // A replica that has stood still: another database, so that its answers differ.
    replica = await createTestDatabase();
  });
  afterEach(async () => {
    for (const dataSource of opened.splice(0)) await dataSource.destroy();
  });
  afterAll(async () => {
    await primary.drop();
    await replica.drop();
  });

  async function open(...replicaUrls: string[]): Promise<DataSource> {
    const database = { ...readDatabaseUrl(primary.url), replicaUrls };
    const dataSource = await openDataSource(createDataSource({ database }), database);
    opened.push(dataSource);
    return dataSource;
  }

  const NAME = 'SELECT DATABASE() AS name';
  const nameIn = ({ url }: TestDatabase) => [{ name: new URL(url).pathname.slice(1) }];

  it('reports are read from a replica, and everything else from the primary', async () => {
    const dataSource = await open(replica.url);
    expect(await replicaQuery(dataSource, NAME, [])).toEqual(nameIn(replica));
    expect(await hotQuery(dataSource, NAME)).toEqual(nameIn(primary));
    expect(await dataSource.query(NAME)).toEqual(nameIn(primary));
  });

  it('replicas take turns', async () => {
    const dataSource = await open(replica.url, primary.url);
    const answers = [await replicaQuery(dataSource, NAME, []), await replicaQuery(dataSource, NAME, [])];
    expect(answers).toEqual(expect.arrayContaining([nameIn(primary), nameIn(replica)]));
  });

  it('one that cannot be reached is stood in for by the primary', async () => {
    const dataSource = await open(NOBODY);
    expect(await replicaQuery(dataSource, NAME, [])).toEqual(nameIn(primary));
  });

  it('none is needed', async () => {
    expect(await replicaQuery(await open(), NAME, [])).toEqual(nameIn(primary));
  });
});
