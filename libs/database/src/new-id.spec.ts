import { newId } from './new-id.js';

describe('newId', () => {
  it('makes ids that sort in the order they were made in, also within one millisecond and over a step back', () => {
    const ids = [5, 5, 5, 6, 4, 7].flatMap((ms) => Array.from({ length: 200 }, () => newId(1_800_000_000_000 + ms)));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('keeps the order of given moments whatever ids of now are made in between', () => {
    const moment = Date.now() + 3_600_000;
    const ids = Array.from({ length: 200 }, () => [newId(moment), newId()]);
    for (const order of [ids.map(([given]) => given), ids.map(([, now]) => now)])
      expect([...order].sort()).toEqual(order);
  });

  it('keeps the moment in the id, in the canonical spelling of a UUIDv7', () => {
    const id = newId(1_900_000_000_000);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(1_900_000_000_000);
  });
});
