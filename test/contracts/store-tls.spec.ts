import { HandClock } from '../support/hand-clock.js';
import { makeCertificate } from '../support/certificates.js';
import { openStores, unique } from '../support/store-adapters.js';
import { startTlsRedis, type TlsRedis, type TlsRedisKind } from '../support/tls-redis.js';

jest.setTimeout(60_000);

const SCHEMES = { single: 'rediss', sentinel: 'rediss+sentinel', cluster: 'rediss+cluster' } as const;
const KINDS = Object.keys(SCHEMES) as TlsRedisKind[];

/** Needs Redis' programs, as they are where a server is named for the tests. */
(process.env.TEST_REDIS_URL ? describe : describe.skip)('A store behind TLS', () => {
  let server: TlsRedis;

  afterEach(() => server.stop());

  const urlOf = (kind: TlsRedisKind, host: string, ca?: string): string =>
    `${SCHEMES[kind]}://${host}:${server.port}${kind === 'sentinel' ? '/main' : ''}${ca ? `?ca=${ca}` : ''}`;

  it.each(KINDS)('answers over a connection whose host is in the certificate (%s)', async (kind) => {
    server = await startTlsRedis(kind, makeCertificate(['127.0.0.1', 'localhost']));
    const instance = await openStores(urlOf(kind, 'localhost', server.ca), new HandClock());
    const key = unique('key');
    await instance.store.set(key, 'value', 60);
    expect(await instance.store.get(key)).toBe('value');
    const hit = await instance.limiter.take(unique('subject'), [{ name: 'minute', max: 1, windowSeconds: 60 }]);
    expect(hit).toBeDefined();
    await instance.close();
  });

  it.each(KINDS)('is refused where the certificate is for another host (%s)', async (kind) => {
    server = await startTlsRedis(kind, makeCertificate(['redis.carqr.test']));
    await expect(openStores(urlOf(kind, 'localhost', server.ca), new HandClock())).rejects.toThrow(
      /^REDIS_URL names a Redis server that is out of reach/,
    );
  });

  it.each(KINDS)('is refused where nobody trusts the certificate (%s)', async (kind) => {
    server = await startTlsRedis(kind, makeCertificate(['127.0.0.1', 'localhost']));
    await expect(openStores(urlOf(kind, 'localhost'), new HandClock())).rejects.toThrow(
      /^REDIS_URL names a Redis server that is out of reach/,
    );
  });
});
