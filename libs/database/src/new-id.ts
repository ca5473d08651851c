import { V7Generator } from 'uuidv7';

const ofNow = new V7Generator();
const ofMoments = new V7Generator();

/**
 * A new UUIDv7. Ids that one process makes of given moments sort in the order they were made in, even within a
 * millisecond, and so do those of now: each on its own, since the injected clock may be far from the real one.
 *
 * @param momentMs the moment to put into the id, in milliseconds since the Unix epoch; now when absent
 */
export function newId(momentMs?: number): string {
  // A clock that steps back a little keeps the order; only a step of more than ten seconds starts a new one.
  const id =
    momentMs === undefined ? ofNow.generateOrResetWithTs(Date.now()) : ofMoments.generateOrResetWithTs(momentMs);
  return id.toString();
}

/** The id that comes before all that were made at a moment or later, and after all that were made before it. */
export function firstIdAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
