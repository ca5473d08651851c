import Database from 'libsql';
import { Connection } from 'mysql2';

/** A statement as it was sent to the database. */
export interface Statement {
  sql: string;
  /** What the placeholders stand for; not recorded on SQLite, whose plans do not depend on it. */
  values: unknown[];
}

type Method = (this: unknown, ...parameters: unknown[]) => unknown;

/**
 * Records what every connection of this process sends to its database, below all of our own code, until stopped.
 * SQLite prepares a statement once and keeps it, so recording must begin before the application starts.
 */
export function recordStatements(): { list: () => Statement[]; stop: () => void } {
  const statements = new Map<string, Statement>();
  const record = (sql: string, values: unknown[]): void => void statements.set(sql, { sql, values });
  const undo = [
    tap(Database.prototype, 'prepare', ([sql]) => record(String(sql), [])),
    tap(Connection.prototype, 'query', ([options]) => {
      const { sql, values } = options as Partial<Statement>;
      if (sql !== undefined) record(sql, values ?? []);
    }),
  ];
  return { list: () => [...statements.values()], stop: () => undo.forEach((restore) => restore()) };
}

/** Tells of every call of a method, whichever ancestor it is inherited from. */
function tap(prototype: object, name: string, tell: (parameters: unknown[]) => void): () => void {
  let owner = prototype as Record<string, Method>;
  while (!Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as Record<string, Method>;
  const original = owner[name] as Method;
  owner[name] = function (...parameters) {
    tell(parameters);
    return original.apply(this, parameters);
  };
  return () => {
    owner[name] = original;
  };
}
