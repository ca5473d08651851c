import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the documentation in a real browser', () => {
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    app = await startApp();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  async function authorize(page: Page, token: string): Promise<void> {
    await page.locator('.auth-wrapper .authorize').first().click();
    await page.locator('.auth-container input').fill(token);
    await page.locator('.auth-container button[type=submit]').click();
    await page.locator('.btn-done').click();
  }

  it('calls the server for a caller whose token is kept in the page alone, and reports no error', async () => {
    const person = await signIn(app);
    const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));

    await page.goto(`${app.api.url}/docs`);
    expect(await page.title()).toBe('CarQR API');
    expect(await page.locator('link[rel=icon]').getAttribute('href')).toMatch(/^data:image\/svg/);
    // A link leads to one route, which is open and ready to be tried.
    await page.goto(`${app.api.url}/docs#/Users/getMe`);
    await page.reload();
    await authorize(page, person.token);
    const route = page.locator('#operations-Users-getMe');
    await route.getByRole('button', { name: 'Execute' }).click();
    const answer = route.locator('.live-responses-table .response-col_description .microlight').first();
    await answer.waitFor();
    expect(JSON.parse((await answer.textContent()) ?? '')).toMatchObject({ success: true, user: { id: person.id } });
    const kept = await page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
    expect(kept).not.toContain(person.token);
    const outbox = await page.locator('.info').getByRole('link', { name: 'the dev mailbox' }).getAttribute('href');
    expect([outbox, (await app.api.get(outbox!)).status]).toEqual(['/dev/outbox.html', 200]);
    expect(complaints).toEqual([]);
  });
});
