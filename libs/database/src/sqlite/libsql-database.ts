import Database from 'libsql';
import { addIndexName } from './unique-index-name.js';

type Bindable = string | number | bigint | Uint8Array | null;

/** What TypeORM's better-sqlite3 driver uses of a prepared statement. */
export interface SqliteStatement {
  readonly reader: boolean;
  all(...parameters: unknown[]): unknown[];
  run(...parameters: unknown[]): { changes: number; lastInsertRowid: number | bigint };
}

const CACHED_STATEMENTS = 300;
const CACHEABLE = /^\s*(?:SELECT|INSERT|UPDATE|DELETE)\b/i;

/**
 * Adapts libsql to the interface of better-sqlite3, which TypeORM's driver expects. It converts parameters, because
 * libsql aborts the process on some of them, and shares prepared statements among all query runners.
 */
export class LibsqlDatabase {
  private readonly database: Database.Database;
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(path: string, options?: { timeout?: number }) {
    this.database = new Database(path, { timeout: options?.timeout ?? 0 });
  }

  get inTransaction(): boolean {
    return this.database.inTransaction;
  }

  prepare(sql: string): SqliteStatement {
    const kept = this.statements.get(sql);
    if (kept) return kept;
    const statement = this.prepareAnew(sql);
    if (CACHEABLE.test(sql)) this.keep(sql, statement);
    // A schema change may invalidate prepared statements.
    else this.statements.clear();
    return statement;
  }

  pragma(source: string): unknown {
    return this.database.pragma(source);
  }

  exec(sql: string): void {
    this.database.exec(sql);
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }

  private prepareAnew(sql: string): SqliteStatement {
    // Take the write lock at the start: SQLite fails a read transaction at once, without waiting, when it starts to
    // write while another process writes.
    const statement = this.database.prepare(sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql);
    const guarded = <T>(parameters: readonly unknown[], run: (bindable: Bindable[]) => T): T => {
      try {
        return run(parameters.map(toBindable));
      } catch (error) {
        this.statements.delete(sql);
        throw addIndexName(error, this.database);
      }
    };
    return {
      reader: statement.reader,
      all: (...parameters) => guarded(parameters, (bindable) => statement.all(bindable)),
      run: (...parameters) => guarded(parameters, (bindable) => statement.run(bindable)),
    };
  }

  private keep(sql: string, statement: SqliteStatement): void {
    this.statements.set(sql, statement);
    if (this.statements.size <= CACHED_STATEMENTS) return;
    const [oldest] = this.statements.keys();
    if (oldest !== undefined) this.statements.delete(oldest);
  }
}

/**
 * Converts parameters to the forms both engines agree on: timestamps as TypeORM stores them, flags as 0 and 1, whole
 * numbers as integers (libsql would bind them as floating point, so that a text column keeps "5.0").
 */
function toBindable(value: unknown): Bindable {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return withoutNul(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (value instanceof Date) return value.toISOString().slice(0, -1).replace('T', ' ');
  if (typeof value === 'bigint' || value instanceof Uint8Array) return value;
  throw new TypeError(`A parameter of type ${typeof value} cannot be sent to the database.`);
}

/** libsql truncates text at a NUL, so reject it. */
function withoutNul(text: string): string {
  if (text.includes('\0')) throw new TypeError('Text for the database must not contain NUL.');
  return text;
}
