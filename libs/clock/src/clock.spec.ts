import { SystemClock } from './clock.js';

const HOUR_MS = 3_600_000;

describe('the clock of a process', () => {
  let machineMs: number;
  let clock: SystemClock;

  beforeEach(() => {
    machineMs = Date.now();
    clock = new SystemClock(() => machineMs);
  });

  /** By how much the clock differs from the true time, within what a loaded machine takes for two calls. */
  const errorMs = (trueMs: number): number => Math.abs(clock.nowMs() - trueMs);

  it('begins with the time of the machine, in whole milliseconds', () => {
    expect(errorMs(machineMs)).toBeLessThan(1_000);
    expect(Number.isInteger(clock.nowMs())).toBe(true);
  });

  it.each([-HOUR_MS, HOUR_MS])('goes on when the clock of the machine is set by %i ms', (stepMs) => {
    const before = clock.nowMs();
    machineMs += stepMs;
    expect(clock.nowMs()).toBeGreaterThanOrEqual(before);
    expect(errorMs(before)).toBeLessThan(1_000);
  });

  it.each([-HOUR_MS, HOUR_MS])('takes over the time of another clock that differs by %i ms', async (differenceMs) => {
    const movedMs = await clock.follow(() => Promise.resolve(machineMs + differenceMs));
    expect(Math.abs(movedMs - differenceMs)).toBeLessThan(1_000);
    expect(errorMs(machineMs + differenceMs)).toBeLessThan(1_000);
  });

  it('is left alone by a clock that agrees with it as far as the time of the question tells', async () => {
    expect(await clock.follow(() => Promise.resolve(clock.nowMs()))).toBe(0);
  });

  it('is left alone when the other clock cannot be read', async () => {
    const before = clock.nowMs();
    await expect(clock.follow(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(errorMs(before)).toBeLessThan(1_000);
  });

  it('measures durations by a clock that nobody sets', async () => {
    const before = clock.elapsedMs();
    machineMs -= HOUR_MS;
    await clock.follow(() => Promise.resolve(machineMs));
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(before);
    expect(clock.elapsedMs() - before).toBeLessThan(1_000);
  });
});
