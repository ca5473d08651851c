import { Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { DatabaseModule, migrate } from '@app/database';
import { migrations } from '../../libs/database/src/migrations/index.js';
import { createTestDatabase, isServerTested, readDatabaseUrl, type TestDatabase } from '../support/test-database.js';
import { UserRow } from './database.entities.js';
import { userRow } from './database.fixture.js';

@Module({ imports: [TypeOrmModule.forFeature([UserRow])], exports: [TypeOrmModule] })
class FeatureModule {}

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(() => database.drop());

function start(): Promise<TestingModule> {
  const settings = { database: readDatabaseUrl(database.url) };
  return Test.createTestingModule({ imports: [DatabaseModule.forRoot(settings), FeatureModule] }).compile();
}

async function keepUser(app: TestingModule): Promise<void> {
  const users = app.get<Repository<UserRow>>(getRepositoryToken(UserRow));
  const row = userRow();
  await users.insert(row);
  expect(await users.findOneBy({ phone: row.phone })).toMatchObject({ id: row.id });
}

describe('the database module', () => {
  (isServerTested ? it.skip : it)('migrates an embedded database by itself and keeps it over a restart', async () => {
    for (const users of [1, 2]) {
      const app = await start();
      await keepUser(app);
      expect(await app.get<Repository<UserRow>>(getRepositoryToken(UserRow)).count()).toBe(users);
      await app.close();
    }
  });

  (isServerTested ? it : it.skip)(
    'refuses a server that lacks migrations, and starts after they were run',
    async () => {
      await expect(start()).rejects.toThrow(
        `The database lacks ${migrations.length} migrations: run \`npm run migrate\` first.`,
      );
      await migrate({ database: readDatabaseUrl(database.url) });
      const app = await start();
      await keepUser(app);
      await app.close();
    },
  );
});
