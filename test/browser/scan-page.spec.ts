import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { type Owner, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

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
    app = await startApp();
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

  it('leads from the form over a mistake to the contact', async () => {
    await page.getByLabel('Your phone number').fill('12345678');
    await page.getByLabel('Your e-mail address').fill('ravi@example.com');
    await page.getByLabel('It is in my way').check();
    await page.getByLabel('A note to the owner').fill('You are across my gate.');
    await page.getByRole('button', { name: 'Show me the contact' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Please check');
    expect(await page.getByLabel('A note to the owner').inputValue()).toBe('You are across my gate.');

    await page.getByLabel('Your phone number').fill('98123 45678');
    await page.getByRole('button', { name: 'Show me the contact' }).click();
    expect(await page.getByRole('link', { name: 'Call' }).getAttribute('href')).toBe(`tel:${owner.phone}`);
    expect((await owner.api.get('/scans')).body.scans).toMatchObject([
      { reason: 'blocking', notes: 'You are across my gate.', scannerPhone: '+919812345678' },
    ]);
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
  });

  it('fits a small screen, and every field can be told and reached', async () => {
    const overflow = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
    expect(overflow).toBe(0);
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
