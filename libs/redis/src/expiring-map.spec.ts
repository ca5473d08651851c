import { ExpiringMap } from './expiring-map.js';

describe('ExpiringMap', () => {
  it('stays small over a long run, although nobody looks at the ended entries again', () => {
    let nowMs = 0;
    const map = new ExpiringMap<string>(() => nowMs);
    let largest = 0;
    for (let i = 0; i < 100_000; i++) {
      nowMs += 1;
      map.set(`key ${i}`, 'value', nowMs + 100);
      largest = Math.max(largest, map.size);
    }
    // A hundred entries are alive at any moment.
    expect(largest).toBeLessThan(400);
  });

  it('gives the room back after a burst', () => {
    let nowMs = 0;
    const map = new ExpiringMap<string>(() => nowMs);
    for (let i = 0; i < 10_000; i++) map.set(`burst ${i}`, 'value', 1000);
    nowMs = 1000;
    for (let i = 0; i < 10_000; i++) map.set('the same key', 'value', nowMs + 1000);
    expect(map.size).toBe(1);
  });

  it('keeps every entry whose time is not over, however much is written', () => {
    const map = new ExpiringMap<number>(() => 0);
    for (let i = 0; i < 5000; i++) map.set(`key ${i}`, i, 1);
    for (let i = 0; i < 5000; i++) expect(map.get(`key ${i}`)).toBe(i);
  });

  it('does not count the deletion of an ended entry', () => {
    let nowMs = 0;
    const map = new ExpiringMap<string>(() => nowMs);
    map.set('key', 'value', 10);
    nowMs = 10;
    expect(map.get('key')).toBeUndefined();
    expect(map.delete('key')).toBe(false);
  });
});
