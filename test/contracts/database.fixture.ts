import type { DataSource, EntityManager } from 'typeorm';
import type { DatabaseSettings } from '@app/config';
import { createDataSource, migrate, newId } from '@app/database';
import { createTestDatabase, readDatabaseUrl } from '../support/test-database.js';
import { rowEntities, UserRow } from './database.entities.js';

export interface DatabaseFixture {
  settings: { database: DatabaseSettings };
  dataSource: DataSource;
  insertUser(fields?: Partial<UserRow>, manager?: EntityManager): Promise<UserRow>;
  countUsers(phone: string): Promise<number>;
  close(): Promise<void>;
}

/** A moment whose milliseconds matter. */
export const moment = new Date('2026-11-22T10:11:12.345Z');

let nextPhone = 1;

export function userRow(fields: Partial<UserRow> = {}): UserRow {
  const phone = `+91${String(nextPhone++).padStart(10, '0')}`;
  const moments = { emailGivenAt: null, disabledAt: null, createdAt: moment, updatedAt: moment };
  return Object.assign(new UserRow(), { id: newId(), phone, email: null, preferences: {} }, moments, fields);
}

/** A migrated database of the engine under test, and a data source with the entities of this folder. */
export async function openDatabaseFixture(): Promise<DatabaseFixture> {
  const database = await createTestDatabase();
  const settings = { database: readDatabaseUrl(database.url) };
  await migrate(settings);
  const dataSource = await createDataSource(settings, { entities: rowEntities }).initialize();
  return {
    settings,
    dataSource,
    async insertUser(fields = {}, manager = dataSource.manager) {
      const row = userRow(fields);
      await manager.getRepository(UserRow).insert(row);
      return row;
    },
    countUsers: (phone) => dataSource.getRepository(UserRow).countBy({ phone }),
    async close() {
      await dataSource.destroy();
      await database.drop();
    },
  };
}
