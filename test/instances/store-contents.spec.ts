import { Redis } from 'ioredis';
import { newAddress } from '../support/api-client.js';
import { type Owner, newPhone, signIn, signInOwner } from '../support/people.js';
import { deliverNotices } from '../support/relays.js';
import { arrive, giveEmail, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const FIRST = 'Zk3vX9qLw7RtY2uPn5Bd8Fh1Jm4Gc6Sa';
const SECOND = 'h7Tq2WmX9cVb4Nz8Lk1Pj6Rd3Gs5Fy0A';

/** Everything that Redis holds, names of keys included, each as one text. */
async function readEverything(redis: Redis): Promise<string[]> {
  const keys = await redis.keys('*');
  const values = await Promise.all(
    keys.map(async (key) => {
      switch (await redis.type(key)) {
        case 'string':
          return redis.get(key);
        case 'list':
          return redis.lrange(key, 0, -1);
        case 'hash':
          return redis.hgetall(key);
        case 'zset':
          return redis.zrange(key, 0, -1);
        case 'set':
          return redis.smembers(key);
        default:
          return redis.dumpBuffer(key).then((value) => value.toString('latin1'));
      }
    }),
  );
  return keys.map((key, index) => `${key} = ${JSON.stringify(values[index])}`);
}

describe('what is kept in Redis', () => {
  let app: TestApp;
  let redis: Redis;

  beforeAll(async () => {
    app = await startApp({ env: { JWT_SECRET: FIRST } });
    redis = new Redis(app.shared.env.REDIS_URL!);
  });
  afterAll(async () => {
    await redis.quit();
    await app.stop();
  });

  /** Does what is counted, kept or told by phone, e-mail or IP address. */
  async function useEverything(
    owner: Owner,
    email: string,
    address: string,
  ): Promise<{ phone: string; email: string }> {
    const stranger = { phone: newPhone(), email: newEmail() };
    const caller = app.api.as({ ip: address });
    await owner.api.post('/users/me/password', { newPassword: 'correct horse battery' });
    for (const account of [{ phone: owner.phone }, { email }, stranger]) {
      await caller.post('/auth/password/login', { ...account, password: 'a wrong password' });
    }
    for (const to of [{ email }, { email: stranger.email }, { phone: stranger.phone }, { phone: owner.phone }]) {
      await caller.post('/auth/otp/request', to);
    }
    await owner.api.patch('/users/me', { email: newEmail() });
    await owner.api.post('/users/me/email/code', {});
    for (const api of [caller, owner.api]) await api.get(`/cars/qr/${owner.car.qrCode}`);
    const form = { carId: owner.car.qrCode, scannerPhone: stranger.phone, scannerEmail: stranger.email };
    expect((await caller.post('/scans', form)).status).toBe(201);
    await deliverNotices(app.app);
    return stranger;
  }

  it('names no phone number, e-mail address or IP address, neither in a key nor in a value', async () => {
    const owner = await signInOwner(app);
    const email = await giveEmail(app, owner);
    const address = newAddress();
    const stranger = await useEverything(owner, email, address);
    const everything = await readEverything(redis);
    for (const kind of ['otp:', 'limit:{otp:', 'limit:{password:', 'limit:{scan:', 'limit:{ip:', 'look-up:']) {
      expect(everything.some((entry) => entry.startsWith(kind))).toBe(true);
    }
    const personal = [owner.phone, stranger.phone, email, stranger.email, address].map((text) =>
      text.replace('+91', ''),
    );
    expect(everything.filter((entry) => personal.some((text) => entry.includes(text)))).toEqual([]);
  });

  it('is found under the old and the new secret while they are being exchanged', async () => {
    const exchanged = await startApp({ besides: app, env: { JWT_SECRET: SECOND, JWT_SECRET_PREVIOUS: FIRST } });
    const announcing = await startApp({ besides: app, env: { JWT_SECRET: FIRST, JWT_SECRET_PREVIOUS: SECOND } });
    const { phone } = await signIn(app);
    for (const [asked, used] of [
      [announcing, exchanged],
      [exchanged, announcing],
      [app, announcing],
    ] as const) {
      app.clock.advance({ minutes: 2 });
      const older = await arrive(used, phone);
      app.clock.advance({ minutes: 2 });
      const newer = await arrive(asked, phone);
      const at = { api: used.api.fromNewAddress(), code: newer.code };
      // Both are good side by side, whichever secret they were made under.
      expect((await verify({ ...older, ...at, code: older.code })).status).toBe(200);
      expect((await verify({ ...newer, ...at })).status).toBe(200);
      // A used code is used everywhere.
      expect((await verify(newer)).status).toBe(401);
    }
    await announcing.stop();
    await exchanged.stop();
  });
});
