import { newAddress } from '../support/api-client.js';
import { type Owner, signInOwner } from '../support/people.js';
import { markEmailVerified } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const FORM = 'application/x-www-form-urlencoded';
const GOOD = { scannerPhone: '98123 45678', scannerEmail: 'ravi@example.com' };

describe('the page behind a sticker', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
  });

  beforeEach(async () => {
    const email = `owner-${newAddress()}@example.com`;
    owner = await signInOwner(app, { email });
    await markEmailVerified(app, email);
  });

  afterAll(() => app.stop());

  const show = (headers: Record<string, string> = {}, code = owner.car.qrCode) =>
    app.api.as({ headers, ip: newAddress() }).get(`/S/${code}`);
  const submit = (values: Record<string, string>, headers: Record<string, string> = {}, ip = newAddress()) =>
    app.api
      .as({ headers, ip })
      .send('POST', `/S/${owner.car.qrCode}`, new URLSearchParams(values).toString(), { 'content-type': FORM });
  const scansOf = async (who: Owner) => (await who.api.get('/scans')).body.scans;

  it('shows the car and the form, and nothing of the contact', async () => {
    const page = await show();
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('KA01AB1234');
    expect(page.text).toContain('<form method="post"');
    expect(page.text).not.toContain(owner.phone.slice(-8));
    expect(page.text).not.toContain('owner-');
  });

  it.each(['lower', 'upper'] as const)('is found by a code in %s case, at /s as at /S', async (letters) => {
    const code = letters === 'lower' ? owner.car.qrCode.toLowerCase() : owner.car.qrCode;
    for (const path of [`/S/${code}`, `/s/${code}`]) expect((await app.api.get(path)).status).toBe(200);
  });

  it('is one request of less than 30 kB without a script', async () => {
    const { text } = await show();
    expect(Buffer.byteLength(text)).toBeLessThan(30_000);
    expect(text).not.toMatch(/<script|<img|<link|src=|url\(|javascript:/i);
  });

  it('is allowed by its policy to do nothing but show itself and send its form back', async () => {
    const { headers } = await show();
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('looks like the template of the car', async () => {
    await owner.api.patch(`/cars/${owner.car.id}`, { selectedTemplate: 'classic' });
    expect((await show()).text).toContain('<body class="classic">');
  });

  it.each([
    ['hi-IN,hi;q=0.9,en;q=0.5', 'hi', 'संपर्क दिखाएँ'],
    ['ta,en;q=0.5', 'en', 'Show me the contact'],
    ['xx', 'en', 'Show me the contact'],
  ])('speaks to %p in %p', async (acceptLanguage, language, text) => {
    const page = await show({ 'accept-language': acceptLanguage });
    expect(page.text).toContain(`<html lang="${language}">`);
    expect(page.text).toContain(text);
    expect(page.headers.get('vary')).toContain('accept-language');
  });

  it('shows the contact after the form, and the owner who asked', async () => {
    const done = await submit({ ...GOOD, reason: 'lights_on', notes: 'Your lights are on.' });
    expect(done.status).toBe(201);
    expect(done.text).toContain(`href="tel:${owner.phone}"`);
    expect(done.text).toContain(`href="https://wa.me/${owner.phone.slice(1)}?text=`);
    expect(done.text).toContain('href="mailto:owner-');
    expect(await scansOf(owner)).toMatchObject([
      { scannerPhone: '+919812345678', reason: 'lights_on', notes: 'Your lights are on.', via: 'form' },
    ]);
  });

  it.each([
    ['phone', ['tel:', 'wa.me'], ['mailto:']],
    ['email', ['mailto:'], ['tel:', 'wa.me']],
    ['none', ['The owner has been told'], ['tel:', 'wa.me', 'mailto:']],
  ])('shows exactly what an owner who shows %s allows', async (contactVisibility, shown, hidden) => {
    await owner.api.patch('/users/me', { preferences: { contactVisibility } });
    const { text } = await submit(GOOD);
    for (const part of shown) expect(text).toContain(part);
    for (const part of hidden) expect(text).not.toContain(part);
  });

  it('comes back with wrong input beside its field, keeping what was typed, and stores nothing', async () => {
    const page = await submit({
      scannerPhone: '12345',
      scannerEmail: 'ravi@',
      notes: 'A "note" & <b>more</b>',
      reason: 'damage',
    });
    expect(page.status).toBe(422);
    expect(page.text).toMatch(/id="scannerPhone"[^>]*value="12345"[^>]*aria-invalid="true"/);
    expect(page.text).toMatch(/id="scannerEmail"[^>]*value="ravi@"[^>]*aria-invalid="true"/);
    expect(page.text).toContain('id="scannerPhone-problem"');
    expect(page.text).toContain('A &#34;note&#34; &#38; &#60;b&#62;more&#60;/b&#62;');
    expect(page.text).toMatch(/value="damage" checked/);
    expect(page.text).not.toContain(owner.phone);
    expect(await scansOf(owner)).toEqual([]);
  });

  it('asks for a phone number that looks right but is none', async () => {
    const page = await submit({ ...GOOD, scannerPhone: '0000000000' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('id="scannerPhone-problem"');
    expect(page.text).not.toContain('id="scannerEmail-problem"');
  });

  it('makes one lead of a double tap', async () => {
    const address = newAddress();
    const pages = await Promise.all([1, 2, 3].map(() => submit(GOOD, {}, address)));
    expect(pages.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await scansOf(owner)).toHaveLength(1);
  });

  it('keeps a hostile message text', async () => {
    const hostile = '</blockquote><script>alert(1)</script>"\' onload=x';
    await owner.api.patch(`/cars/${owner.car.id}`, {
      customMessage: hostile,
      carModel: '<img src=x>',
      customFields: { '<i>': '</dl>' },
    });
    for (const { text } of [await show(), await submit(GOOD)]) {
      expect(text).not.toMatch(/<script|<img|<i>|<\/dl>\s*<\/dd>/);
      expect(text).toContain('&#60;script&#62;');
    }
  });

  it.each(['NOSUCHCODE', '%00', '..%2f..', 'x'.repeat(200)])(
    'has a friendly page for the unknown code %p',
    async (code) => {
      const page = await show({}, code);
      expect(page.status).toBeGreaterThanOrEqual(400);
      expect(page.status).toBeLessThan(500);
      if (page.status === 404) expect(page.text).toContain('This code belongs to no car');
    },
  );

  it('tells whoever asks too often to wait, on a page', async () => {
    const address = newAddress();
    const caller = app.api.as({ ip: address });
    const pages = await Promise.all(Array.from({ length: 121 }, () => caller.get(`/S/${owner.car.qrCode}`)));
    const [refused, ...others] = pages.filter(({ status }) => status !== 200);
    expect(others).toEqual([]);
    expect(refused).toMatchObject({ status: 429, text: expect.stringContaining('Please wait a little') });
    expect(Number(refused!.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it.each(['cross-site', 'same-site'])('does not take a form from a page elsewhere (%s)', async (site) => {
    const page = await submit(GOOD, { 'sec-fetch-site': site });
    expect(page.status).toBe(403);
    expect(page.text).not.toContain(owner.phone);
    expect(await scansOf(owner)).toEqual([]);
  });
});
