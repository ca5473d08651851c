import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { DataSource } from 'typeorm';
import { type DatabaseSettings, readSettings } from '@app/config';

export interface TestDatabase {
  /** A DATABASE_URL. */
  url: string;
  /** Removes the database with all that is in it. */
  drop(): Promise<void>;
}

/** Each commit waits for the disk, unless the files are in memory. */
const FILES = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Whether the tests run against the server that TEST_DATABASE_URL names, MySQL or MariaDB, and not against SQLite. */
export const isServerTested = Boolean(process.env.TEST_DATABASE_URL);

/**
 * A database of its own for one test file: on the server that TEST_DATABASE_URL names (without a database), or a SQLite
 * file in a new temporary directory when it names none. There are no tables yet.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  return server ? createOnServer(server) : createFile();
}

async function createFile(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(FILES, 'carqr-test-'));
  return {
    url: `sqlite:${join(directory, 'carqr.db')}`,
    drop: () => rm(directory, { recursive: true, force: true }),
  };
}

async function createOnServer(server: string): Promise<TestDatabase> {
  const name = `carqr_test_${randomBytes(6).toString('hex')}`;
  // An operator's database may well have this default, which takes letter case and accents for equal.
  await askServer(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => askServer(server, `DROP DATABASE IF EXISTS ${name}`) };
}

async function askServer(server: string, sql: string): Promise<void> {
  const connection = await createConnection(server);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

/** The statements that would bring the tables in line with the entities; none when the migrations have done so. */
export async function findDrift(dataSource: DataSource): Promise<string[]> {
  const changes = await dataSource.driver.createSchemaBuilder().log();
  return changes.upQueries.map(({ query }) => query);
}

/** What the programs make of a DATABASE_URL. */
export function readDatabaseUrl(url: string): DatabaseSettings {
  return readSettings({ NODE_ENV: 'test', DATABASE_URL: url }, () => 'a secret for tests that is long enough').database;
}
