const ID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/**
 * Whether a text can be an id of a row, as `newId` makes them. What a client sends in the place of an id is better asked
 * here than in the database, which cannot be asked for every text there is: SQLite's driver refuses NUL.
 */
export function isId(text: string): boolean {
  return ID.test(text);
}
