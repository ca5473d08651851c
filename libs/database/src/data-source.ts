import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Settings } from '@app/config';
import { migrations } from './migrations/index.js';
import { mysqlOptions } from './mysql/mysql-options.js';
import { recogniseMariaDb } from './mysql/recognise-mariadb.js';
import { gateDataSource } from './sqlite/gate-data-source.js';
import { SQLITE_TYPE, sqliteOptions } from './sqlite/sqlite-options.js';

export interface DataSourceOverrides {
  entities?: DataSourceOptions['entities'];
  /** Query timeout on MySQL; 0 disables it. */
  queryTimeoutMs?: number;
}

/** The data source for the configured database, not yet connected: the caller initialises it. */
export function createDataSource(
  settings: Pick<Settings, 'database'>,
  overrides: DataSourceOverrides = {},
): DataSource {
  const { database } = settings;
  const dataSource = new DataSource({
    ...(database.kind === 'sqlite' ? sqliteOptions(database.path) : mysqlOptions(database, overrides.queryTimeoutMs)),
    entities: overrides.entities ?? [],
    // Listed as classes: a search for files would differ between the sources and the built programs.
    migrations,
    migrationsTableName: 'migrations',
    synchronize: false,
    logging: false,
  });
  if (isSqlite(dataSource)) gateDataSource(dataSource);
  else recogniseMariaDb(dataSource);
  return dataSource;
}

export function isSqlite(dataSource: DataSource): boolean {
  return dataSource.options.type === SQLITE_TYPE;
}
