import { type Answer, newAddress } from '../support/api-client.js';
import { type Owner, signInOwner } from '../support/people.js';
import { getBlock } from '../support/documents.mjs';
import { FORM_TYPE, GOOD_FORM, ScanPage, signInAlertableOwner } from '../support/scan-page.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the page after the form', () => {
  let app: TestApp;
  let owner: Owner;
  let page: ScanPage;
  let submitted: Answer;

  beforeAll(async () => {
    app = await startApp();
  });

  beforeEach(async () => {
    owner = await signInAlertableOwner(app);
    page = new ScanPage(app, owner.car.qrCode);
    submitted = await page.submit({ ...GOOD_FORM, reason: 'lights_on', notes: 'Your lights are on.' });
  });

  afterAll(() => app.stop());

  const prefer = (preferences: object) => owner.api.patch('/users/me', { preferences });
  const expectNoContact = ({ text }: Answer) => {
    expect(text).not.toMatch(/tel:|wa\.me|mailto:owner/);
    expect(text).not.toContain(owner.phone.slice(-8));
  };

  it('is one that a redirect leads to, so that the form is never sent again', async () => {
    expect(submitted.status).toBe(303);
    expect(submitted.headers.get('location')).toMatch(/^\.\.\/S\/\w+\/sent\/[\w-]{60,}$/);
    expectNoContact(submitted);
    const first = await page.showResult(submitted);
    const again = await page.showResult(submitted);
    expect([first.status, again.text]).toEqual([200, first.text]);
    expect((await owner.api.get('/scans')).body.scans).toMatchObject([
      { scannerPhone: '+919812345678', reason: 'lights_on', notes: 'Your lights are on.', via: 'form' },
    ]);
  });

  it('is found from a form whose address ends in a slash, too', async () => {
    const answer = await app.api
      .fromNewAddress()
      .send('POST', `/S/${page.code}/`, new URLSearchParams({ ...GOOD_FORM, notes: 'again' }).toString(), {
        'content-type': FORM_TYPE,
      });
    const { pathname } = new URL(answer.headers.get('location')!, `http://any/S/${page.code}/`);
    expect((await app.api.fromNewAddress().get(pathname)).status).toBe(200);
  });

  it('shows the contact, and what the owner is told', async () => {
    const { text } = await page.showResult(submitted);
    expect(text).toContain(`href="tel:${owner.phone}"`);
    expect(text).toContain(`href="https://wa.me/${owner.phone.slice(1)}?text=`);
    expect(text).toContain('href="mailto:owner-');
    expect(text).toContain('We are sending the owner your message.');
  });

  it('is for its reader alone: no index, no cache, no referrer, and no token in the log', async () => {
    const path = page.resultPath(submitted);
    const { headers } = await page.show({}, path);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
    const token = path.split('/').at(-1)!;
    for (const odd of [path, `${path}/more`, `${path}%2fmore`]) await app.api.get(odd);
    await app.api.post(path);
    expect(app.logs.filter((line) => line.includes('"/S/:code/sent/:token"')).length).toBeGreaterThan(0);
    expect(app.logs.join('')).not.toContain(token.slice(0, 20));
  });

  it.each([
    ['phone', ['tel:', 'wa.me'], ['mailto:']],
    ['email', ['mailto:'], ['tel:', 'wa.me']],
    ['none', ['They do not show a contact'], ['tel:', 'wa.me', 'mailto:']],
  ])('shows exactly what an owner who now shows %s allows', async (contactVisibility, shown, hidden) => {
    await page.showResult(submitted);
    await prefer({ contactVisibility });
    const { text } = await page.showResult(submitted);
    for (const part of shown) expect(text).toContain(part);
    for (const part of hidden) expect(text).not.toContain(part);
  });

  it.each([
    { notifyByEmail: true, title: 'Your message is on its way', told: true },
    { notifyByEmail: false, title: 'Your message is saved', told: false },
  ])('says what happened where mails are $notifyByEmail and no contact is shown', async (example) => {
    await prefer({ notifyByEmail: example.notifyByEmail, contactVisibility: 'none' });
    const { text } = await page.showResult(await page.submit({ ...GOOD_FORM, notes: 'Once more.' }));
    expect(text).toContain(`<h1>${example.title}</h1>`);
    expect(text.includes('We are sending the owner your message')).toBe(example.told);
    expect(text.includes('We could not alert the owner')).toBe(!example.told);
  });

  it('still says that the owner was told when they unsubscribe afterwards', async () => {
    await prefer({ notifyByEmail: false });
    expect((await page.showResult(submitted)).text).toContain('We are sending the owner your message.');
  });

  it('expires after a day', async () => {
    app.clock.advance({ hours: 23, minutes: 59 });
    expect((await page.showResult(submitted)).status).toBe(200);
    app.clock.advance({ minutes: 1 });
    const expired = await page.showResult(submitted);
    expect([expired.status, expired.text.includes('This page has expired')]).toEqual([404, true]);
    expect(expired.text).toContain(`href="../../../S/${page.code}"`);
    expectNoContact(expired);
  });

  describe('shows no contact any more', () => {
    it.each<[string, () => Promise<unknown>]>([
      ['the car is deleted', () => owner.api.delete(`/cars/${owner.car.id}`)],
      ['the account is erased', () => owner.api.delete('/users/me')],
      [
        'the account is disabled',
        () => app.dataSource.query('UPDATE users SET disabledAt = ? WHERE id = ?', [app.clock.now(), owner.id]),
      ],
      [
        'the code is withdrawn',
        () => app.dataSource.query('UPDATE qr_codes SET active = 0 WHERE code = ?', [owner.car.qrCode]),
      ],
    ])('when %s', async (_case, change) => {
      await change();
      const gone = await page.showResult(submitted);
      expect(gone.status).toBe(404);
      expectNoContact(gone);
    });

    it('when the code is another car’s by now', async () => {
      const other = await signInOwner(app);
      await app.dataSource.query('UPDATE qr_codes SET carId = ? WHERE code = ?', [other.car.id, owner.car.qrCode]);
      const { status, text } = await page.showResult(submitted);
      expect([status, text.includes(other.phone.slice(-8))]).toEqual([404, false]);
    });
  });

  it('is shown to nobody without its token', async () => {
    const path = page.resultPath(submitted);
    const flipped = path.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const told = path.replace(/(?<=sent\/.{22})./, (letter) => (letter === 'A' ? 'Q' : 'A'));
    const { body } = await owner.api.get('/scans');
    for (const forged of [
      path.slice(0, -8),
      told,
      flipped.replace(/(?<=sent\/).{4}/, 'AAAA'),
      `/S/${page.code}/sent/${body.scans[0].id}`,
      `/S/${page.code}/sent/x`,
      `/S/${page.code}/sent/%00`,
    ]) {
      const answer = await page.show({}, forged);
      expect(answer.status).toBe(404);
      expectNoContact(answer);
    }
  });

  it('stays good while keys are exchanged', async () => {
    const { jwtSecret } = app.settings;
    const env = { JWT_SECRET: 'another key of every test, long enough too', JWT_SECRET_PREVIOUS: jwtSecret };
    const other = await startApp({ besides: app, env });
    const answer = await other.api.as({ ip: newAddress() }).get(page.resultPath(submitted));
    await other.stop();
    expect([answer.status, answer.text.includes(owner.phone)]).toEqual([200, true]);
  });

  it('is gone once an operator has deleted what the scanner left, as docs/operations.md says', async () => {
    const other = await page.submit({ ...GOOD_FORM, scannerPhone: '98123 45679' });
    const { text } = getBlock('docs/operations.md', 'sql', 'erase a scanner');
    const [find = '', erase = ''] = text.split('\n');
    const found: { id: string }[] = await app.dataSource.query(find);
    expect(found.length).toBeGreaterThan(0);
    await app.dataSource.query(erase.replace('…', found.map(({ id }) => id).join("', '")));
    expect(await app.dataSource.query(find)).toEqual([]);
    expect([(await page.showResult(submitted)).status, (await page.showResult(other)).status]).toEqual([404, 200]);
  });
});
