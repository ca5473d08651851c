/**
 * The rows of `query` differ by engine: MySQL returns timestamps as Date, SQLite as 'YYYY-MM-DD HH:MM:SS.mmm' in UTC.
 * Both return flags as 0 or 1 and JSON columns as text. These functions read either form.
 */

/** @throws TypeError when the value is not a moment */
export function readMoment(value: unknown): Date {
  if (value instanceof Date) return value;
  const moment = typeof value === 'string' ? new Date(`${value.replace(' ', 'T')}Z`) : undefined;
  if (!moment || Number.isNaN(moment.getTime())) throw new TypeError('The database returned no moment.');
  return moment;
}

/** @throws TypeError when the value is neither null nor a moment */
export function readMomentOrNull(value: unknown): Date | null {
  return value === null || value === undefined ? null : readMoment(value);
}

/** True for 1 and true, false for 0, false and null. */
export function readFlag(value: unknown): boolean {
  return Boolean(value);
}

/**
 * The document of a JSON column. Its type is not checked, since only this program writes it.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function readJson<T>(value: unknown): T {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T;
}
