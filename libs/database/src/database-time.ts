import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '@app/clock';
import { isSqlite } from './data-source.js';
import { hotQuery } from './hot-query.js';

const INTERVAL_MS = 10_000;
/** Clock differences above this are logged. */
const NOTABLE_MS = 1_000;

/** The clock of the database server; for SQLite that is the machine's. */
const MYSQL_NOW = 'SELECT UNIX_TIMESTAMP(NOW(3)) * 1000 AS ms';
const SQLITE_NOW = "SELECT (julianday('now') - 2440587.5) * 86400000 AS ms";

/** Keeps this process on the database's time, so a wrong or adjusted machine clock has no effect. */
@Injectable()
export class DatabaseTime implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(DatabaseTime.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.synchronise();
    // While the database is unavailable the clock runs on by itself.
    this.timer = setInterval(() => void this.synchronise().catch(() => undefined), INTERVAL_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async synchronise(): Promise<void> {
    const movedMs = await this.clock.follow(() => this.read());
    if (Math.abs(movedMs) < NOTABLE_MS) return;
    this.logger.warn(`The clock of this machine and the database's disagree by ${Math.round(movedMs / 1000)} s.`);
  }

  private async read(): Promise<number> {
    const [row] = await hotQuery<{ ms: unknown }>(this.dataSource, isSqlite(this.dataSource) ? SQLITE_NOW : MYSQL_NOW);
    return Number(row?.ms);
  }
}
