import { type Answer, newAddress } from '../support/api-client.js';
import { type Owner, signInOwner } from '../support/people.js';
import { FORM_TYPE, GOOD_FORM, ScanPage } from '../support/scan-page.js';
import { type TestApp, startApp } from '../support/start-app.js';

const TYPED = {
  scannerPhone: '98123 45678',
  scannerEmail: 'ravi@example.com',
  notes: 'A "note" & <b>more</b>',
  reason: 'damage',
};

describe('mistakes and failures on the page behind a sticker', () => {
  let app: TestApp;
  let owner: Owner;
  let page: ScanPage;

  beforeAll(async () => {
    app = await startApp();
  });

  beforeEach(async () => {
    owner = await signInOwner(app);
    page = new ScanPage(app, owner.car.qrCode);
  });

  afterAll(() => app.stop());

  const scansOf = async (who: Owner) => (await who.api.get('/scans')).body.scans;
  const expectPage = ({ status, headers, text }: Answer, expected: number, heading: string) => {
    expect([status, headers.get('content-type')]).toEqual([expected, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toContain("style-src 'sha256-");
    expect(text).toContain(`<h1>${heading}</h1>`);
    expect(text).not.toContain(owner.phone.slice(-8));
  };
  const expectTyped = ({ text }: Answer, phone = TYPED.scannerPhone) => {
    expect(text).toContain(`value="${phone}"`);
    expect(text).toContain('value="ravi@example.com"');
    expect(text).toContain('A &#34;note&#34; &#38; &#60;b&#62;more&#60;/b&#62;');
    expect(text).toMatch(/value="damage" checked/);
  };
  const wrongFields = ({ text }: Answer) =>
    [...text.matchAll(/id="(\w+)"[^>]*aria-invalid="true"/g)].map(([, id]) => id);

  it.each<[string, Record<string, string>, string[], string]>([
    ['no field', {}, ['scannerPhone', 'scannerEmail'], 'Your phone number'],
    ['spaces', { scannerPhone: ' ', scannerEmail: ' ' }, ['scannerPhone', 'scannerEmail'], 'Your phone number'],
    ['no phone', { scannerEmail: 'ravi@example.com' }, ['scannerPhone'], 'Your phone number'],
    ['no e-mail', { scannerPhone: '9812345678' }, ['scannerEmail'], 'Your e-mail address'],
    ['a number that is none', { ...GOOD_FORM, scannerPhone: '0000000000' }, ['scannerPhone'], 'Your phone number'],
    ['a bad number, no e-mail', { scannerPhone: '12' }, ['scannerPhone', 'scannerEmail'], 'Your phone number'],
    ['a bad e-mail', { ...GOOD_FORM, scannerEmail: 'ravi@' }, ['scannerEmail'], 'Your e-mail address'],
    ['a bad reason', { ...GOOD_FORM, reason: 'x' }, ['reason'], 'What is it about?'],
    ['a long note', { ...GOOD_FORM, notes: 'x'.repeat(1001) }, ['notes'], 'A note to the owner'],
    [
      'four mistakes',
      { scannerPhone: 'x', scannerEmail: 'x', reason: 'x', notes: 'x'.repeat(1001) },
      ['scannerPhone', 'scannerEmail', 'reason', 'notes'],
      'Your phone number',
    ],
  ])('marks all that is wrong with %s, and leads to the first', async (_case, values, wrong, first) => {
    const answer = await page.submit(values);
    expectPage(answer, 422, 'Reach the owner of this car');
    expect(answer.text).toContain(`<title>Error: ${first} – Reach the owner of this car · CarQR</title>`);
    expect(wrongFields(answer)).toEqual(wrong);
    const [, focused] = /id="(\w+)"[^>]* autofocus/.exec(answer.text) ?? [];
    expect([focused, answer.text.match(/ autofocus/g)]).toEqual([wrong[0], [' autofocus']]);
    const summary = /<div class="alert" role="alert">(.*?)<\/div>/s.exec(answer.text)?.[1] ?? '';
    expect([...summary.matchAll(/href="#(\w+)"/g)].map(([, id]) => id)).toEqual(wrong);
    for (const field of wrong) expect(answer.text).toContain(`id="${field}-problem"`);
    expect(await scansOf(owner)).toEqual([]);
  });

  it('keeps what was typed beside a mistake', async () => {
    expectTyped(await page.submit({ ...TYPED, scannerPhone: '12345' }), '12345');
  });

  it('says first what is wrong, and only then what the owner has to say', async () => {
    await owner.api.patch(`/cars/${owner.car.id}`, { customMessage: 'I am close by.' });
    const order = ({ text }: Answer) => text.indexOf('<blockquote') < text.indexOf('<form');
    expect([order(await page.show()), order(await page.submit({}))]).toEqual([true, false]);
  });

  describe('keeps what was typed', () => {
    it('after too many forms for a car from one address', async () => {
      const ip = newAddress();
      for (let n = 0; n < 6; n += 1) {
        expect((await page.submit({ ...TYPED, scannerPhone: `981234560${n}` }, { ip })).status).toBe(303);
      }
      const refused = await page.submit(TYPED, { ip });
      expectPage(refused, 429, 'Please wait a little');
      expectTyped(refused);
      expect(refused.text).toContain('Please try again in 60 minutes.');
      expect(refused.headers.get('retry-after')).toBe('3600');
    });

    it('after too many forms from one address', async () => {
      const ip = newAddress();
      await Promise.all(Array.from({ length: 30 }, () => page.submit({}, { ip })));
      const refused = await page.submit(TYPED, { ip });
      expectPage(refused, 429, 'Please wait a little');
      expectTyped(refused);
      expect(refused.text).toContain('Please try again in 60 seconds.');
      expect(refused.text).toContain(`<form method="post" action="../S/${page.code}"`);
    });

    it('after a failure of ours', async () => {
      await app.dataSource.query('ALTER TABLE scans RENAME TO scans_away');
      const failed = await page.submit(TYPED);
      await app.dataSource.query('ALTER TABLE scans_away RENAME TO scans');
      expectPage(failed, 500, 'That did not work');
      expectTyped(failed);
    });
  });

  it.each(['cross-site', 'same-site', 'elsewhere'])('does not take a form from a page elsewhere (%s)', async (site) => {
    const answer = await page.submit(TYPED, { headers: { 'sec-fetch-site': site } });
    expectPage(answer, 403, 'Please send the form from this page');
    expect(answer.text).not.toContain('ravi@example.com');
    expect(answer.text).toContain(`<a class="button" href="../S/${page.code}">`);
    expect(await scansOf(owner)).toEqual([]);
  });

  it.each(['same-origin', 'none'])(
    'takes a form that was sent or restored by the browser itself (%s)',
    async (site) => {
      expect((await page.submit(GOOD_FORM, { headers: { 'sec-fetch-site': site } })).status).toBe(303);
    },
  );

  describe('are pages, not JSON, for', () => {
    const send = (body: string, type?: string) =>
      app.api.fromNewAddress().send('POST', `/S/${page.code}`, body, type ? { 'content-type': type } : {});

    it.each<[string, () => Promise<Answer>, number, string]>([
      ['a body over the limit', () => send(`notes=${'x'.repeat(110_000)}`, FORM_TYPE), 413, 'That was too long'],
      ['a file', () => send('--x--', 'multipart/form-data; boundary=x'), 415, 'That could not be read'],
      ['plain text', () => send('phone', 'text/plain'), 415, 'That could not be read'],
      ['malformed JSON', () => send('{', 'application/json'), 400, 'That could not be read'],
      ['an unknown code', () => app.api.get('/S/NOSUCHCODE'), 404, 'This code belongs to no car'],
      ['a zero byte', () => app.api.get('/S/%00'), 404, 'This code belongs to no car'],
      ['a path upwards', () => app.api.get('/S/..%2f..'), 404, 'This code belongs to no car'],
      ['a long code', () => app.api.get(`/S/${'x'.repeat(200)}`), 404, 'This code belongs to no car'],
      ['a code that is far too long', () => app.api.get(`/S/${'x'.repeat(2000)}`), 400, 'That could not be read'],
      ['a broken escape', () => app.api.get('/S/%zz'), 400, 'That could not be read'],
      ['another path', () => app.api.get(`/S/${page.code}/more`), 404, 'This code belongs to no car'],
      ['another method', () => app.api.delete(`/S/${page.code}`), 404, 'This code belongs to no car'],
    ])('%s', async (_case, ask, status, heading) => {
      expectPage(await ask(), status, heading);
    });

    it('no API route', async () => {
      const { status, body } = await app.api.get('/Sx');
      expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    });
  });
});
