import { V7Generator } from 'uuidv7';

const generator = new V7Generator();

/**
 * A new UUIDv7. Ids made by one process sort in the order they were made in, even within a millisecond.
 *
 * @param nowMs the moment to put into the id, in milliseconds since the Unix epoch
 */
export function newId(nowMs: number = Date.now()): string {
  // A clock that steps back a little keeps the order; only a step of more than ten seconds starts a new one.
  return generator.generateOrResetWithTs(nowMs).toString();
}

/** The id that comes before all that were made at a moment or later, and after all that were made before it. */
export function firstIdAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
