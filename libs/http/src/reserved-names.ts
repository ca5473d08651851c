/** Names of fields that reach into the prototypes of JavaScript objects. */
export const RESERVED_NAMES = ['__proto__', 'constructor', 'prototype'];

/**
 * Gives fields of an object that have a reserved name the empty name instead.
 *
 * Everything that handles a body later may then rely on there being none. The empty name is ignored like any other
 * unknown field, and a map is refused for it, while a deleted field would be lost without a word.
 */
export function renameReserved(object: object): void {
  for (const name of RESERVED_NAMES) {
    if (!Object.hasOwn(object, name)) continue;
    Reflect.deleteProperty(object, name);
    Object.assign(object, { '': null });
  }
}
