import { KeyValueStore } from '@app/redis';
import { newAddress } from '../support/api-client.js';
import type { Owner } from '../support/people.js';
import { GOOD_FORM, ScanPage, signInAlertableOwner } from '../support/scan-page.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the page behind a sticker', () => {
  let app: TestApp;
  let owner: Owner;
  let page: ScanPage;

  beforeAll(async () => {
    app = await startApp();
  });

  beforeEach(async () => {
    owner = await signInAlertableOwner(app);
    page = new ScanPage(app, owner.car.qrCode);
  });

  afterAll(() => app.stop());

  const scansOf = async (who: Owner) => (await who.api.get('/scans')).body.scans;

  it('shows the car and the form, and nothing of the contact', async () => {
    const { status, headers, text } = await page.show();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('KA01AB1234');
    expect(text).toContain('<form method="post"');
    expect(text).not.toContain(owner.phone.slice(-8));
    expect(text).not.toContain('owner-');
  });

  it.each(['lower', 'upper'] as const)('is found by a code in %s case, at /s as at /S', async (letters) => {
    const code = letters === 'lower' ? owner.car.qrCode.toLowerCase() : owner.car.qrCode;
    for (const path of [`/S/${code}`, `/s/${code}`]) expect((await app.api.get(path)).status).toBe(200);
  });

  it.each(['en', 'hi'])('is one request of less than 14 kB without a script, in %s', async (language) => {
    const { text } = await page.show({ 'accept-language': language });
    expect(Buffer.byteLength(text)).toBeLessThan(14_000);
    expect(text).not.toMatch(/<script|<img|<link|src=|url\(|javascript:/i);
  });

  it('is allowed by its policy to do nothing but show itself and send its form back', async () => {
    const { headers } = await page.show();
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('looks like the template of the car', async () => {
    await owner.api.patch(`/cars/${owner.car.id}`, { selectedTemplate: 'classic' });
    expect((await page.show()).text).toContain('<body class="classic">');
  });

  describe('says before the form is sent what will happen', () => {
    const ALERT = 'We send the owner your message right away';
    const CONTACT = 'you see how to reach';

    it.each([
      { contactVisibility: 'phone', notifyByEmail: true, alert: true, contact: true, button: 'Show me the contact' },
      { contactVisibility: 'none', notifyByEmail: true, alert: true, contact: false, button: 'Leave my message' },
      { contactVisibility: 'email', notifyByEmail: false, alert: false, contact: true, button: 'Show me the contact' },
      { contactVisibility: 'none', notifyByEmail: false, alert: false, contact: false, button: 'Leave my message' },
    ])('where mails are $notifyByEmail and the contact is $contactVisibility', async (example) => {
      const { contactVisibility, notifyByEmail, alert, contact, button } = example;
      await page.show();
      await owner.api.patch('/users/me', { preferences: { contactVisibility, notifyByEmail } });
      const { text } = await page.show();
      expect(/we send the owner your message right away/i.test(text)).toBe(alert);
      expect(text.includes('We cannot alert this owner')).toBe(!alert);
      expect(text.includes(CONTACT)).toBe(contact);
      expect(text).toContain(`<button type="submit">${button}</button>`);
    });

    it('as soon as the owner’s address is confirmed', async () => {
      await owner.api.patch('/users/me', { email: `new-${owner.id}@example.com` });
      expect((await page.show()).text).toContain('We cannot alert this owner');
      const code = await app.inbox.codeMailedTo(`new-${owner.id}@example.com`);
      expect((await owner.api.post('/users/me/email/verify', { code })).status).toBe(200);
      expect((await page.show()).text).toContain(ALERT);
    });

    it('and that an address which nobody confirmed is no contact', async () => {
      await owner.api.patch('/users/me', {
        email: `new-${owner.id}@example.com`,
        preferences: { contactVisibility: 'email' },
      });
      expect((await page.show()).text).toContain('Leave my message');
    });

    it('also from what the version before has kept, which does not say so', async () => {
      const kept = await app.api.get(`/cars/qr/${owner.car.qrCode}`);
      expect(kept.text).toMatch(/\}$/);
      const store = app.app.get(KeyValueStore, { strict: false });
      await store.set(`look-up:code:${owner.car.qrCode}`, `entry:${owner.id}${kept.text}`, 300);
      expect((await page.show()).text).toContain(ALERT);
      expect((await app.api.get(`/cars/qr/${owner.car.qrCode}`)).text).toBe(kept.text);
    });
  });

  describe('speaks', () => {
    it.each([
      ['hi-IN,hi;q=0.9,en;q=0.5', 'hi', 'संपर्क दिखाएँ'],
      ['ta,en;q=0.5', 'en', 'Show me the contact'],
      ['xx', 'en', 'Show me the contact'],
    ])('to %p in %p', async (acceptLanguage, language, text) => {
      const shown = await page.show({ 'accept-language': acceptLanguage });
      expect(shown.text).toContain(`<html lang="${language}">`);
      expect(shown.text).toContain(text);
      expect(shown.headers.get('vary')).toContain('accept-language');
    });

    it('the language of a link, through the form to the result and every other page', async () => {
      expect((await page.show()).text).toContain('<a href="?lang=hi" hreflang="hi" lang="hi">हिन्दी</a>');
      const form = await page.show({}, `/S/${page.code}?lang=hi`);
      expect(form.text).toContain('<html lang="hi">');
      expect(form.text).toContain(`action="../S/${page.code}?lang&#61;hi"`);
      expect(form.text).toContain('href="../S/privacy?lang&#61;hi"');
      expect(form.text).toContain('href="?lang=en"');
      expect((await page.submit({}, { query: '?lang=hi' })).text).toContain('<html lang="hi">');
      const result = await page.showResult(await page.submit(GOOD_FORM, { query: '?lang=hi' }));
      expect(result.text).toContain('मालिक से ऐसे संपर्क करें');
    });

    it.each(['xx', '', 'hi&lang=en', '"><script>'])('its own language when the link names %p', async (language) => {
      const { status, text } = await page.show({}, `/S/${page.code}?lang=${encodeURIComponent(language)}`);
      expect([status, text.includes('<html lang="en">'), text.includes('<script')]).toEqual([200, true, false]);
    });
  });

  it('keeps a hostile message text', async () => {
    const hostile = '</blockquote><script>alert(1)</script>"\' onload=x';
    await owner.api.patch(`/cars/${owner.car.id}`, {
      customMessage: hostile,
      carModel: '<img src=x>',
      customFields: { '<i>': '</dl>' },
    });
    for (const { text } of [await page.show(), await page.showResult(await page.submit(GOOD_FORM))]) {
      expect(text).not.toMatch(/<script|<img|<i>|<\/dl>\s*<\/dd>/);
      expect(text).toContain('&#60;script&#62;');
    }
  });

  it.each(['gzip', 'br'])('is compressed with %s for a browser that takes it', async (encoding) => {
    const response = await fetch(`${app.api.url}/S/${page.code}`, { headers: { 'accept-encoding': encoding } });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('vary')).toMatch(/accept-language.*accept-encoding/i);
    expect(await response.text()).toContain('</html>');
  });

  it('tells whoever asks too often to wait, on a page', async () => {
    const caller = app.api.as({ ip: newAddress() });
    const pages = await Promise.all(Array.from({ length: 121 }, () => caller.get(`/S/${page.code}`)));
    const [refused, ...others] = pages.filter(({ status }) => status !== 200);
    expect(others).toEqual([]);
    expect(refused).toMatchObject({ status: 429, text: expect.stringContaining('Please wait a little') });
    expect(Number(refused!.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('makes one lead of a double tap', async () => {
    const ip = newAddress();
    const answers = await Promise.all([1, 2, 3].map(() => page.submit(GOOD_FORM, { ip })));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set(answers.map((answer) => page.resultPath(answer))).size).toBe(1);
    expect(await scansOf(owner)).toHaveLength(1);
  });
});
