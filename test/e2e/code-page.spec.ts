import { newAddress } from '../support/api-client.js';
import { type Owner, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('the page for a code that is typed in', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp({ env: { SCAN_RETENTION_DAYS: '90' } });
    owner = await signInOwner(app);
  });
  afterAll(() => app.stop());

  const show = (path: string, headers: Record<string, string> = { accept: BROWSER }, to = app) =>
    to.api.as({ ip: newAddress(), headers }).get(path);

  it.each(['/', '/S', '/S/', '/s', '/?utm=x'])('is shown to a browser at %s', async (path) => {
    const { status, headers, text } = await show(path);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('<label for="code">The code on the sticker</label>');
    const action = /<form action="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(new URL(action, `http://any${path}`).pathname).toBe('/S');
    expect(headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(text).not.toMatch(/<script|src=|url\(/i);
  });

  it.each([{}, { accept: '*/*' }, { accept: 'application/json' }, { accept: 'application/json, text/html' }])(
    'is no page at / for a client of the API that sends %p',
    async (headers) => {
      const { status, body } = await show('/', headers as Record<string, string>);
      expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    },
  );

  it.each(['/api/v1', '/api/v1/', '/api/v1?x=1', '/api/v1/S'])('is not behind the prefix, as %s', async (path) => {
    const { status, body } = await show(path);
    expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
  });

  it.each<[string, (code: string) => string]>([
    ['a code', (code) => code],
    ['in lower case', (code) => code.toLowerCase()],
    ['in groups', (code) => `${code.slice(0, 5)} ${code.slice(5)}`],
    ['with hyphens and spaces around', (code) => ` ${code.slice(0, 3)}-${code.slice(3)} `],
    ['the address on the sticker', (code) => `https://carqr.test/S/${code}`],
    ['the same in capitals', (code) => `HTTPS://CARQR.TEST/S/${code}?lang=hi`],
  ])('leads to the car from %s', async (_case, spell) => {
    const { status, headers } = await show(`/S?code=${encodeURIComponent(spell(owner.car.qrCode))}`);
    expect([status, headers.get('location')]).toEqual([303, `./S/${owner.car.qrCode}`]);
    expect((await show(`/S/${owner.car.qrCode}`)).status).toBe(200);
  });

  it('says what is wrong with what is no code, and keeps it', async () => {
    const { status, text } = await show(`/S?code=${encodeURIComponent('<KA 01/AB>')}`);
    expect(status).toBe(422);
    expect(text).toMatch(/value="&#60;KA 01\/AB&#62;"[^>]*aria-invalid="true" autofocus/);
    expect(text).toContain('<title>Error: The code on the sticker · CarQR</title>');
  });

  it.each(['?code=', '?code=%20', '?code[]=x', '?code=A&code=B'])('asks again after %s', async (query) => {
    const { status, text } = await show(`/S${query}`);
    expect([status, text.includes('aria-invalid="true"')]).toEqual([200, false]);
  });

  it('offers the field also where a code belongs to no car', async () => {
    expect((await show('/S/NOSUCHCODE')).text).toContain('<form action="../S">');
  });

  it('keeps the language that was chosen', async () => {
    const { text } = await show('/?lang=hi');
    expect(text).toContain('<html lang="hi">');
    expect(text).toContain('<input type="hidden" name="lang" value="hi">');
    const { headers } = await show(`/S?code=${owner.car.qrCode}&lang=hi`);
    expect(headers.get('location')).toBe(`./S/${owner.car.qrCode}?lang=hi`);
  });

  describe('leads to a page about privacy', () => {
    it.each(['/', '/S', `/S/`, '/S/NOSUCHCODE', '/S/a/b/c'])('from %s', async (path) => {
      const href = /href="([^"]*privacy)"/.exec((await show(path)).text)?.[1] ?? '';
      const { pathname } = new URL(href, `http://any${path}`);
      expect([pathname, (await show(pathname)).status]).toEqual(['/S/privacy', 200]);
    });

    it('which says how long data is kept, and names the host while no operator is set', async () => {
      const { text } = await show('/S/privacy');
      expect(text).toContain('carqr.test');
      expect(text).toContain('after 90 days');
      expect(text).toContain('works for 24 hours');
      expect(text).toContain('Ask carqr.test, and name the phone number');
    });

    it('which names who runs the service, where that is set', async () => {
      const env = {
        SELLER_NAME: 'CarQR <India>',
        SELLER_ADDRESS: '1 MG Road\\nPune',
        SUPPORT_EMAIL: 'help@carqr.test',
      };
      const other = await startApp({ env });
      const english = (await show('/S/privacy', { accept: BROWSER }, other)).text;
      const hindi = (await show('/S/privacy?lang=hi', { accept: BROWSER }, other)).text;
      await other.stop();
      for (const text of [english, hindi]) {
        expect(text).toContain('CarQR &#60;India&#62;');
        expect(text).toContain('1 MG Road\nPune');
        expect(text).toContain('href="mailto:help%40carqr.test"');
        expect(text).toContain('180');
      }
      expect(english).toContain('Write to help@carqr.test');
    });
  });
});
