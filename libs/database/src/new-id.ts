import { V7Generator } from 'uuidv7';

const ofNow = new V7Generator();
const ofMoments = new V7Generator();

/**
 * A new UUIDv7. Ids that one process makes sort in the order they were made, even within a millisecond. Ids for a given
 * moment and ids for now are each ordered on their own, since the injected clock may be far from the real one.
 *
 * @param momentMs the moment to put into the id, in milliseconds since the Unix epoch; now when absent
 */
export function newId(momentMs?: number): string {
  // A small step back of the clock keeps the order; a step of more than ten seconds starts a new sequence.
  const id =
    momentMs === undefined ? ofNow.generateOrResetWithTs(Date.now()) : ofMoments.generateOrResetWithTs(momentMs);
  return id.toString();
}

/** The lower bound of ids made at a moment or later; all ids made before it are smaller. */
export function firstIdAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
