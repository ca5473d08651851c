import crypto from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { Clock, ClockModule } from '@app/clock';
import { ConfigModule, readSettings } from '@app/config';
import { AppError, RequestLimits } from '@app/http';
import { KeyValueStore, RateLimiter, StoreModule } from '@app/redis';
import { Keys } from './keys.js';
import { OtpRecords } from './otp-records.js';
import { type CodeOptions, OtpService } from './otp.service.js';

const PHONE = '+919876543210';
const SECRET = 'a secret for tests that is long enough';

/** A clock that stands still until a test moves it. */
class HandClock extends Clock {
  timeMs = Date.now();

  nowMs(): number {
    return this.timeMs;
  }

  advance({ seconds = 0, ms = 0 }: { seconds?: number; ms?: number }): void {
    this.timeMs += seconds * 1000 + ms;
  }
}

describe('OtpService', () => {
  let clock: HandClock;
  let testing: TestingModule;
  let store: KeyValueStore;
  let otp: OtpService;

  beforeEach(async () => {
    clock = new HandClock();
    const settings = settingsWith(SECRET);
    const imports = [ConfigModule.forRoot(settings), ClockModule, StoreModule.forRoot(settings)];
    testing = await Test.createTestingModule({ imports }).overrideProvider(Clock).useValue(clock).compile();
    store = testing.get(KeyValueStore);
    otp = serviceWith(SECRET);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await testing.close();
  });

  const settingsWith = (secret: string, previous = '') =>
    readSettings({ JWT_SECRET: secret, JWT_SECRET_PREVIOUS: previous }, () => 'unused');

  function serviceWith(secret: string, previous?: string): OtpService {
    const settings = settingsWith(secret, previous);
    const limits = new RequestLimits(testing.get(RateLimiter), settings);
    return new OtpService(store, new OtpRecords(store, clock), limits, new Keys(settings), settings, clock);
  }

  /** Makes a code whatever the limits say. */
  const makeCode = (options?: CodeOptions) => otp.makeCode(PHONE, options);

  it.each([
    [0, '000000'],
    [42, '000042'],
    [999_999, '999999'],
  ])('writes the random number %i as the six digits %s', async (drawn, code) => {
    const random = jest.spyOn(crypto, 'randomInt').mockImplementation(() => drawn);
    expect((await otp.createCode(PHONE)).code).toBe(code);
    // Every number of six digits may be drawn, and no other.
    expect(random).toHaveBeenCalledWith(1_000_000);
  });

  it('draws different codes', async () => {
    const codes = await Promise.all(Array.from({ length: 20 }, (_, index) => otp.createCode(`${PHONE}${index}`)));
    expect(new Set(codes.map(({ code }) => code)).size).toBeGreaterThan(15);
  });

  it('keeps nothing for longer than the 300 s', async () => {
    const { sessionId, code } = await otp.createCode(PHONE);
    await expect(otp.useCode(PHONE, sessionId, 'wrong')).rejects.toThrow(AppError);
    const keep = () => Promise.all([`otp:code:${PHONE}`, `otp:tries:${sessionId}`].map((key) => store.get(key)));
    expect(await keep()).toEqual([expect.any(String), '1']);
    clock.advance({ seconds: 300 });
    expect(await keep()).toEqual([null, null]);
    await expect(otp.useCode(PHONE, sessionId, code)).rejects.toThrow(AppError);
  });

  it('refuses an expired code that the store still has, since a store may keep another time', async () => {
    const { sessionId, code } = await otp.createCode(PHONE);
    const kept = await store.get(`otp:code:${PHONE}`);
    clock.advance({ seconds: 300 });
    await store.set(`otp:code:${PHONE}`, kept!, 60);
    await expect(otp.useCode(PHONE, sessionId, code)).rejects.toThrow(AppError);
  });

  it('keeps a hash that is worth nothing without the key', async () => {
    const { sessionId, code } = await otp.createCode(PHONE);
    await expect(serviceWith('another secret that is long enough').useCode(PHONE, sessionId, code)).rejects.toThrow(
      AppError,
    );
    await expect(otp.useCode(PHONE, sessionId, code)).resolves.toBeDefined();
  });

  it('is good across an exchange of keys, whichever instance made it, with five tries as ever', async () => {
    const NEXT_SECRET = 'the next secret for tests, long enough';
    const old = serviceWith(SECRET, NEXT_SECRET);
    const next = serviceWith(NEXT_SECRET, SECRET);
    for (const [maker, user] of [
      [old, next],
      [next, old],
    ] as const) {
      const { sessionId, code } = await maker.createCode(PHONE);
      for (let count = 0; count < 4; count++) {
        await expect(user.useCode(PHONE, sessionId, 'wrong')).rejects.toThrow(AppError);
      }
      await expect(user.useCode(PHONE, sessionId, code)).resolves.toBeDefined();
      clock.advance({ seconds: 30 });
    }
  });

  it('binds the hash to the phone, so that it cannot be moved to another one', async () => {
    const { sessionId, code } = await otp.createCode(PHONE);
    const kept = await store.get(`otp:code:${PHONE}`);
    await store.set('otp:code:+919876500000', kept!, 60);
    await expect(otp.useCode('+919876500000', sessionId, code)).rejects.toThrow(AppError);
  });

  describe('of several codes for a recipient', () => {
    const isGood = async ({ sessionId, code }: { sessionId: string; code: string }) =>
      otp.useCode(PHONE, sessionId, code).then(
        () => true,
        () => false,
      );
    const areGood = (codes: { sessionId: string; code: string }[]) => Promise.all(codes.map(isGood));

    it('three are good, and a fourth takes the place of the oldest', async () => {
      const codes = [await makeCode(), await makeCode(), await makeCode(), await makeCode()];
      expect(await areGood(codes)).toEqual([false, true, true, true]);
    });

    it('a fourth takes the place of a used one first', async () => {
      const codes = [await makeCode(), await makeCode(), await makeCode()];
      expect(await isGood(codes[1]!)).toBe(true);
      codes.push(await makeCode());
      expect(await areGood(codes)).toEqual([true, false, true, true]);
    });

    it('strangers’ go before those from a network that signed in before', async () => {
      const own = await makeCode({ isStranger: false });
      const strangers = [await makeCode(), await makeCode(), await makeCode(), await makeCode()];
      expect(await areGood([own, ...strangers])).toEqual([true, false, false, true, true]);
    });

    it('each has its own session and its own tries, and expires for itself', async () => {
      const first = await makeCode();
      clock.advance({ seconds: 200 });
      const second = await makeCode();
      for (let count = 0; count < 5; count++) {
        await expect(otp.useCode(PHONE, first.sessionId, 'wrong')).rejects.toThrow(AppError);
      }
      expect(await isGood(first)).toBe(false);
      clock.advance({ seconds: 299 });
      expect(await isGood(second)).toBe(true);
    });

    it('only the newest is found without its session, and none once that is used', async () => {
      const [, newest] = [await makeCode(), await makeCode()];
      expect(await otp.findSession(PHONE)).toBe(newest.sessionId);
      await otp.useCode(PHONE, newest.sessionId, newest.code);
      expect(await otp.findSession(PHONE)).toBeNull();
    });

    it('that the version before kept alone, it stays good', async () => {
      const { sessionId, code } = await otp.createCode(PHONE);
      const [record] = JSON.parse((await store.get(`otp:code:${PHONE}`))!) as object[];
      await store.set(`otp:code:${PHONE}`, JSON.stringify({ ...record, isStranger: undefined }), 60);
      const newer = await makeCode();
      expect(await areGood([{ sessionId, code }, newer])).toEqual([true, true]);
    });
  });

  describe('a code that is given back', () => {
    it('is good again, with all of its tries, for the time it had left', async () => {
      const { sessionId, code } = await otp.createCode(PHONE);
      for (let count = 0; count < 4; count++) {
        await expect(otp.useCode(PHONE, sessionId, 'wrong')).rejects.toThrow(AppError);
      }
      clock.advance({ seconds: 200 });
      for (let count = 0; count < 3; count++) await (await otp.useCode(PHONE, sessionId, code)).restore();
      clock.advance({ seconds: 99, ms: 999 });
      const used = await otp.useCode(PHONE, sessionId, code);
      clock.advance({ ms: 1 });
      await used.restore();
      await expect(otp.useCode(PHONE, sessionId, code)).rejects.toThrow(AppError);
    });

    it('comes back beside newer ones', async () => {
      const old = await otp.createCode(PHONE);
      const used = await otp.useCode(PHONE, old.sessionId, old.code);
      clock.advance({ seconds: 30 });
      const newer = await otp.createCode(PHONE);
      await used.restore();
      for (const { sessionId, code } of [newer, old]) {
        await expect(otp.useCode(PHONE, sessionId, code)).resolves.toBeDefined();
      }
    });

    it('does not take the place of a newer one, when there are three', async () => {
      const old = await makeCode();
      const used = await otp.useCode(PHONE, old.sessionId, old.code);
      const newer = [await makeCode(), await makeCode(), await makeCode()];
      await used.restore();
      await expect(otp.useCode(PHONE, old.sessionId, old.code)).rejects.toThrow(AppError);
      for (const { sessionId, code } of newer) await otp.useCode(PHONE, sessionId, code);
    });

    it('does not come back once it was used again', async () => {
      const { sessionId, code } = await otp.createCode(PHONE);
      const first = await otp.useCode(PHONE, sessionId, code);
      await first.restore();
      await otp.useCode(PHONE, sessionId, code);
      await first.restore();
      await expect(otp.useCode(PHONE, sessionId, code)).rejects.toThrow(AppError);
    });
  });
});
