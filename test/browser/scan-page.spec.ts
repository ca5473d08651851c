import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { type Owner, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };

describe.each([
  { name: 'without JavaScript', javaScriptEnabled: false },
  { name: 'with JavaScript', javaScriptEnabled: true },
])('the page in a real browser $name', ({ javaScriptEnabled }) => {
  let app: TestApp;
  let browser: Browser;
  let owner: Owner;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    app = await startApp({ env: { RATE_LIMIT_FACTOR: '100' } });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  beforeEach(async () => {
    owner = await signInOwner(app);
    const context = await browser.newContext({ ...PHONE, locale: 'en-IN', javaScriptEnabled });
    page = await context.newPage();
    complaints = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('requestfailed', (request) => complaints.push(request.url()));
    await page.goto(`${app.api.url}/S/${owner.car.qrCode}`);
  });

  afterEach(() => page.context().close());

  const send = () => page.getByRole('button', { name: 'Show me the contact' }).click();
  const fill = async (phone: string) => {
    await page.getByLabel('Your phone number').fill(phone);
    await page.getByLabel('Your e-mail address').fill('ravi@example.com');
  };
  const isOnScreen = async (selector: string) => {
    const box = await page.locator(selector).boundingBox();
    return box !== null && box.y >= 0 && box.y + box.height <= 640;
  };
  const focusedId = () => page.locator(':focus').getAttribute('id');
  const expectContact = async () =>
    expect(await page.getByRole('link', { name: 'Call' }).getAttribute('href')).toBe(`tel:${owner.phone}`);
  const countScans = async () => (await owner.api.get('/scans')).body.scans.length;

  it('leads from the form over a mistake to the contact', async () => {
    await fill('12345678');
    await page.getByLabel('It is in my way').check();
    await page.getByLabel('A note to the owner').fill('You are across my gate.');
    await send();
    expect(await page.getByRole('alert').textContent()).toContain('Please check');
    expect(await page.getByLabel('A note to the owner').inputValue()).toBe('You are across my gate.');

    await page.getByLabel('Your phone number').fill('98123 45678');
    await send();
    await expectContact();
    expect((await owner.api.get('/scans')).body.scans).toMatchObject([
      { reason: 'blocking', notes: 'You are across my gate.', scannerPhone: '+919812345678' },
    ]);
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
  });

  it('shows and focuses the first wrong field, below however long a message', async () => {
    const customMessage = 'Please call the watchman. '.repeat(19).trim();
    await owner.api.patch(`/cars/${owner.car.id}`, { customMessage, customFields: { Flat: 'B-204' } });
    await page.reload();
    for (const round of ['first', 'second']) {
      await fill('12345678');
      await send();
      expect([round, await page.title()]).toEqual([round, expect.stringMatching(/^Error: Your phone number/)]);
      expect([await focusedId(), await isOnScreen('#scannerPhone')]).toEqual(['scannerPhone', true]);
      // The link leaves a fragment in the address, which must not reach the next answer.
      await page.getByRole('alert').getByRole('link').click();
    }
  });

  it('survives back, forward, reload and a tab that is opened again', async () => {
    await fill('12345678');
    await send();
    await page.getByLabel('Your phone number').fill('98123 45678');
    await send();
    await expectContact();
    const address = page.url();
    await page.reload();
    await expectContact();
    await page.goBack();
    expect(await page.getByLabel('Your phone number').inputValue()).toBe('98123 45678');
    await page.goForward();
    await expectContact();
    await page.goBack();
    await page.goBack();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.goForward();
    await page.goForward();
    await expectContact();

    const restored = await page.context().newPage();
    await restored.goto(address);
    expect(await restored.getByRole('link', { name: 'Call' }).count()).toBe(1);
    expect(await countScans()).toBe(1);
  });

  describe.each([320, 360])('on a screen of %i pixels', (width) => {
    const word = (length: number) => 'W'.repeat(length);
    const expectToFit = async () => {
      const { overflow, height, narrowest } = await page.evaluate(MEASURE);
      expect([page.url(), overflow]).toEqual([page.url(), 0]);
      expect(height).toBeLessThan(4000);
      expect(narrowest).toBeGreaterThan(200);
    };

    it.each([
      ['words without an end', word(500), word(40), word(200), word(100)],
      ['a column of lines', 'x\n'.repeat(249), 'k', 'v', 'A'],
      ['letters that are wide', '﷽'.repeat(500), '﷽'.repeat(40), '﷽'.repeat(200), '﷽'.repeat(100)],
    ])('fits with %s', async (_case, customMessage, key, value, name) => {
      await page.setViewportSize({ width, height: 640 });
      await owner.api.patch('/users/me', { name });
      const customFields = Object.fromEntries(
        Array.from({ length: 20 }, (_, n) => [`${key.slice(0, 38)}${n}`, value] as const),
      );
      const patched = await owner.api.patch(`/cars/${owner.car.id}`, {
        customMessage,
        customFields,
        carModel: word(100),
        carNumber: 'W'.repeat(15),
      });
      expect(patched.status).toBe(200);
      for (const language of ['en', 'hi']) {
        await page.goto(`${app.api.url}/S/${owner.car.qrCode}?lang=${language}`);
        await expectToFit();
        await page.locator('#scannerPhone').fill('1');
        await page.locator('#scannerEmail').fill('a@example.com');
        await page.locator('main form button').click();
        await expectToFit();
        await page.locator('#scannerPhone').fill('98123 45678');
        await page.locator('main form button').click();
        await page.locator('a[href^="tel:"]').waitFor();
        await expectToFit();
        await page.locator('footer a').last().click();
        await expectToFit();
      }
    });

    it('has fields that can be told and reached', async () => {
      await page.setViewportSize({ width, height: 640 });
      for (const field of await page.locator('input:visible, textarea, button').all()) {
        const box = await field
          .locator('xpath=ancestor-or-self::*[self::label or self::button or self::input or self::textarea][last()]')
          .boundingBox();
        expect(box!.height).toBeGreaterThanOrEqual(44);
      }
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    });
  });

  it('leads from a code that is typed in to the car, in the language that was chosen', async () => {
    await page.goto(app.api.url);
    await page.getByRole('link', { name: 'हिन्दी' }).click();
    await page.locator('#code').fill(`${owner.car.qrCode.slice(0, 5)} ${owner.car.qrCode.slice(5)}`);
    await page.locator('main form button').click();
    expect(await page.locator('.plate').textContent()).toBe('KA01AB1234');
    expect(await page.locator('html').getAttribute('lang')).toBe('hi');
    expect(complaints).toEqual([]);
  });
});

/** Sideways scroll, height, and the narrowest box that holds text of the owner. */
const MEASURE = `(() => {
  const html = document.documentElement;
  const boxes = [...document.querySelectorAll('dt, dd, blockquote, h2, main > p')];
  return {
    overflow: html.scrollWidth - html.clientWidth,
    height: html.scrollHeight,
    narrowest: Math.min(999, ...boxes.filter((box) => !box.matches('.plate')).map((box) => box.clientWidth)),
  };
})()` as unknown as () => { overflow: number; height: number; narrowest: number };
