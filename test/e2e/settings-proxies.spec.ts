import { type TestApp, startApp } from '../support/start-app.js';

/** 120 a minute, scaled down. */
const LOOK_UPS_A_MINUTE = 3;
const RATE_LIMIT_FACTOR = '0.025';

/** Looks something up from an address as often as one may, and tells whether that used up the limit of another one. */
async function isSameCaller(app: TestApp, address: string, other: string): Promise<boolean> {
  app.clock.advance({ hours: 1 });
  const lookUp = async (ip: string): Promise<number> => (await app.api.as({ ip }).get('/cars/qr/2222222222')).status;
  const statuses = await Promise.all(Array.from({ length: LOOK_UPS_A_MINUTE }, () => lookUp(address)));
  expect(new Set(statuses)).toEqual(new Set([404]));
  return (await lookUp(other)) === 429;
}

describe('X-Forwarded-For', () => {
  describe('of a proxy that is not trusted', () => {
    let app: TestApp;

    beforeAll(async () => {
      app = await startApp({ env: { RATE_LIMIT_FACTOR, TRUSTED_PROXIES: '' } });
    });

    afterAll(() => app.stop());

    it('counts for nothing', async () => {
      expect(await isSameCaller(app, '203.0.113.1', '203.0.113.2')).toBe(true);
    });
  });

  describe('of a proxy that is trusted', () => {
    let app: TestApp;

    beforeAll(async () => {
      app = await startApp({ env: { RATE_LIMIT_FACTOR, TRUSTED_PROXIES: '127.0.0.0/8,10.1.0.0/16,fd00::/8' } });
    });

    afterAll(() => app.stop());

    it.each([
      ['two addresses', '203.0.113.1', '203.0.113.2', false],
      [
        'what callers make up before the address that the proxy saw',
        '1.1.1.1, 203.0.113.1',
        '2.2.2.2, 203.0.113.1',
        true,
      ],
      ['one caller behind several trusted proxies', '203.0.113.1, 10.1.2.3', '203.0.113.1, 10.1.9.9, fd00::1', true],
      ['two addresses of one IPv6 network (/64)', '2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', true],
      ['two spellings of one IPv6 address', '2001:db8:1:2::a', '2001:0DB8:0001:0002:0:0:0:000A', true],
      ['two networks of IPv6', '2001:db8:1:2::1', '2001:db8:1:3::1', false],
      ['two ports of one address', '203.0.113.1:50001', '203.0.113.1:50002', true],
      ['an address with and without a port', '203.0.113.1', '203.0.113.1:50002', true],
      ['two addresses with the same port', '203.0.113.1:50001', '203.0.113.2:50001', false],
      ['two ports of one IPv6 address', '[2001:db8:1:2::1]:50001', '[2001:db8:1:2::1]:50002', true],
      ['an IPv6 address in brackets and without', '[2001:db8:1:2::1]', '2001:db8:1:2::1', true],
      ['two networks of IPv6 with ports', '[2001:db8:1:2::1]:443', '[2001:db8:1:3::1]:443', false],
      ['an IPv4 address in IPv6 spelling with a port', '203.0.113.1', '[::ffff:203.0.113.1]:443', true],
      ['one caller behind trusted proxies with ports', '203.0.113.1:1, 10.1.2.3:2', '203.0.113.1:3, [fd00::1]:4', true],
      ['two entries that are no addresses', 'unknown', '_hidden', true],
      ['callers before an entry that is no address', '203.0.113.1, unknown', '203.0.113.2, nonsense', true],
      ['what is no address and the proxy that wrote it', 'nonsense, 10.1.2.3', '10.1.2.3', true],
      ['an IPv4 address and its IPv6 spelling', '203.0.113.1', '::ffff:203.0.113.1', true],
      ['two IPv4 addresses in IPv6 spelling', '::ffff:203.0.113.1', '::ffff:203.0.113.2', false],
    ])('tells %s apart, or not', async (_, one, other, isSame) => {
      expect(await isSameCaller(app, one, other)).toBe(isSame);
    });

    it('with another port for each of forty requests makes one caller', async () => {
      app.clock.advance({ hours: 1 });
      const lookUps = Array.from({ length: 40 }, (_, index) =>
        app.api.as({ ip: `203.0.113.7:${50_000 + index}` }).get('/cars/qr/2222222222'),
      );
      const statuses = (await Promise.all(lookUps)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 404)).toHaveLength(LOOK_UPS_A_MINUTE);
      expect(statuses.filter((status) => status === 429)).toHaveLength(40 - LOOK_UPS_A_MINUTE);
    });

    it('is written into the log without ports', async () => {
      await app.api.as({ ip: '203.0.113.9:50001', headers: { 'x-request-id': 'with-a-port' } }).get('/nope');
      const line = app.logs.find((it) => it.includes('with-a-port'));
      expect(JSON.parse(line ?? '{}')).toMatchObject({ ip: '203.0.113.9' });
    });

    it('that is nonsense breaks nothing', async () => {
      const zones = ['::1%-', 'fe80::1%a.b', '::1%1:2'];
      const known = ['203.0.113.1:8080', '[2001:db8::1]:443'];
      for (const ip of [
        'nonsense',
        ',,,',
        'x'.repeat(5000),
        `a${' '.repeat(15_000)}a`,
        '999.1.1.1',
        ...zones,
        ...known,
      ]) {
        app.clock.advance({ hours: 1 });
        expect((await app.api.as({ ip }).get('/cars/qr/2222222222')).status).toBe(404);
      }
    });
  });
});
