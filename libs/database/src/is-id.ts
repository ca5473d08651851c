const ID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/**
 * Whether a text has the form of an id made by `newId`. Check ids from clients here before querying: SQLite's driver
 * throws on a NUL character.
 */
export function isId(text: string): boolean {
  return ID.test(text);
}
