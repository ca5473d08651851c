/** Field names that reach into the prototypes of JavaScript objects. */
export const RESERVED_NAMES = ['__proto__', 'constructor', 'prototype'];

/**
 * Renames an object's fields with a reserved name to the empty name.
 *
 * Later code can rely on their absence. The empty name is ignored like any unknown field and rejected in a map, whereas
 * a deleted field would be lost silently.
 */
export function renameReserved(object: object): void {
  for (const name of RESERVED_NAMES) {
    if (!Object.hasOwn(object, name)) continue;
    Reflect.deleteProperty(object, name);
    Object.assign(object, { '': null });
  }
}
