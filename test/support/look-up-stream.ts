import type { ApiClient } from './api-client.js';
import type { Owner } from './people.js';

interface Stream {
  owner: Owner;
  /** Each looks up without a pause; they may speak to different instances. */
  readers: ApiClient[];
  /** How often the owner changes the car meanwhile. */
  changes: number;
  /** Who sends each change; the owner's own client when absent. */
  writers?: ApiClient[];
}

/**
 * Changes a car again and again while readers look it up without a pause, and expects every look-up that began after a
 * change was answered to show that change or a later one.
 */
export async function showsNoOldValue({ owner, readers, changes, writers = [owner.api] }: Stream): Promise<void> {
  let answered = 0;
  let isOver = false;
  const stale: string[] = [];

  const read = async (reader: ApiClient, key: string): Promise<number> => {
    let count = 0;
    while (!isOver) {
      const atLeast = answered;
      const { status, body } = await reader.fromNewAddress().get(`/cars/qr/${key}`);
      if (status !== 200) stale.push(`answered ${status}`);
      else if (Number(body.car.customMessage) < atLeast) stale.push(`${body.car.customMessage} after ${atLeast}`);
      count += 1;
    }
    return count;
  };
  const write = async (): Promise<void> => {
    try {
      for (let change = 1; change <= changes; change += 1) {
        const writer = writers[change % writers.length] ?? owner.api;
        const { status } = await writer.patch(`/cars/${owner.car.id}`, { customMessage: String(change) });
        expect(status).toBe(200);
        answered = change;
      }
    } finally {
      isOver = true;
    }
  };

  const reading = readers.flatMap((reader) => [read(reader, owner.car.qrCode), read(reader, owner.car.id)]);
  const [counts] = await Promise.all([Promise.all(reading), write()]);
  expect(stale).toEqual([]);
  // Readers that were shut out would have seen nothing old either.
  expect(Math.min(...counts)).toBeGreaterThan(changes / 5);
}
