import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { ClockModule } from '@app/clock';
import type { Settings } from '@app/config';
import { createDataSource, isSqlite } from './data-source.js';
import { DatabaseTime } from './database-time.js';
import { migrateDataSource, requireMigrated } from './migrate.js';
import { openDataSource } from './open-data-source.js';

/** Disables Nest's connection retries: they fill the log and also retry permanent errors. */
const NO_RETRY = { retryAttempts: 0, toRetry: () => false };

@Module({})
export class DatabaseModule {
  /**
   * Provides the data source to every module, with the entities that they register by `TypeOrmModule.forFeature`.
   *
   * The embedded database migrates at start. A server is shared by several processes and versions, so there the start
   * fails with a DatabaseStartError until the migrations have been run, or when the database is unreachable.
   */
  static forRoot(settings: Pick<Settings, 'database'>): DynamicModule {
    const options = { autoLoadEntities: true, ...NO_RETRY };
    return {
      module: DatabaseModule,
      providers: [DatabaseTime],
      imports: [
        ClockModule,
        TypeOrmModule.forRootAsync({
          useFactory: () => options,
          dataSourceFactory: (loaded) => start(settings, loaded?.entities),
        }),
      ],
    };
  }
}

async function start(
  settings: Pick<Settings, 'database'>,
  entities: DataSourceOptions['entities'],
): Promise<DataSource> {
  const dataSource = createDataSource(settings, { entities });
  await openDataSource(dataSource, settings.database);
  try {
    if (isSqlite(dataSource)) await migrateDataSource(dataSource);
    else await requireMigrated(dataSource);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}
