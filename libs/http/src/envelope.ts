/** Every success is this envelope around a named resource. */
export type Envelope<T extends object> = { success: true } & T;

/** Wraps what a route answers with: `ok({ car })` is `{ success: true, car }`. */
export function ok<T extends object>(body: T): Envelope<T> {
  return { success: true, ...body };
}
