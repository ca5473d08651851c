import { QueryFailedError } from 'typeorm';
import { isDatabaseUnavailable, isMissingReference, isUniqueViolation } from './database-errors.js';

function driverError(fields: { code?: string; errno?: number; fatal?: boolean; sqlMessage?: string }): Error {
  return new QueryFailedError('SELECT 1', [], Object.assign(new Error(fields.sqlMessage ?? 'failed'), fields));
}

function duplicate(sqlMessage: string): Error {
  return driverError({ code: 'ER_DUP_ENTRY', errno: 1062, sqlMessage });
}

describe('isUniqueViolation', () => {
  it('reads the index from the messages of MySQL and of MariaDB', () => {
    const mysql = duplicate("Duplicate entry '+91' for key 'users.uq_users_phone'");
    const mariadb = duplicate("Duplicate entry '+91' for key 'uq_users_phone'");
    for (const error of [mysql, mariadb]) {
      expect([isUniqueViolation(error), isUniqueViolation(error, 'uq_users_phone')]).toEqual([true, true]);
      expect(isUniqueViolation(error, 'uq_users_email')).toBe(false);
    }
  });

  it('is not misled by a value that looks like the message', () => {
    const error = duplicate("Duplicate entry 'x' for key 'uq_users_email'' for key 'users.uq_users_phone'");
    expect(isUniqueViolation(error, 'uq_users_phone')).toBe(true);
    expect(isUniqueViolation(error, 'uq_users_email')).toBe(false);
  });
});

describe('isDatabaseUnavailable', () => {
  it.each([
    ['a refused connection', { code: 'ECONNREFUSED' }],
    ['a lost connection', { code: 'PROTOCOL_CONNECTION_LOST', fatal: true }],
    ['a query that took too long', { code: 'PROTOCOL_SEQUENCE_TIMEOUT' }],
    ['a full queue', { code: 'POOL_QUEUE_FULL' }],
    ['too many connections', { code: 'ER_CON_COUNT_ERROR', errno: 1040 }],
    ['a server that shuts down', { code: 'ER_SERVER_SHUTDOWN', errno: 1053 }],
    ['a server that became read-only', { code: 'ER_OPTION_PREVENTS_STATEMENT', errno: 1290 }],
    ['a row that stays locked', { code: 'ER_LOCK_WAIT_TIMEOUT', errno: 1205 }],
    ['too many requests for one row', { code: 'ROW_BUSY' }],
    ['a file that another process locks', { code: 'SQLITE_BUSY' }],
  ])('knows %s, by itself and inside an error of TypeORM', (_, fields) => {
    expect(isDatabaseUnavailable(Object.assign(new Error('failed'), fields))).toBe(true);
    expect(isDatabaseUnavailable(driverError(fields))).toBe(true);
  });

  it.each([
    ['a duplicate', duplicate("Duplicate entry 'x' for key 'users.uq_users_phone'")],
    ['a missing reference', driverError({ code: 'ER_NO_REFERENCED_ROW_2', errno: 1452 })],
    ['a wrong statement', driverError({ code: 'ER_PARSE_ERROR', errno: 1064 })],
    ['a defect of ours', new TypeError('x is undefined')],
    ['something that is no error', 'ECONNREFUSED'],
  ])('does not take %s for it', (_, error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});

describe('isMissingReference', () => {
  it('tells a foreign key from a unique index', () => {
    expect(isMissingReference(driverError({ errno: 1452 }))).toBe(true);
    expect(isMissingReference(driverError({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' }))).toBe(true);
    expect(isMissingReference(duplicate("Duplicate entry 'x' for key 'users.uq_users_phone'"))).toBe(false);
  });
});
