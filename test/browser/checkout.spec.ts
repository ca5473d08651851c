import type { Browser } from 'playwright-core';
import { PaymentGateway } from '@app/payments';
import { launchBrowser } from '../support/browser.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the simulated checkout in a real browser', () => {
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

  it('lets a payment fail and then pays, without JavaScript, and hands over what the app needs', async () => {
    const gateway = app.app.get(PaymentGateway, { strict: false });
    const { id } = await gateway.createOrder({ amount: 49_900, currency: 'INR', receipt: 'receipt-1', notes: {} });
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));

    await page.goto(`${app.api.url}/dev/razorpay/checkout.html?order_id=${id}`);
    expect(await page.getByText('₹499.00').count()).toBe(1);
    await page.getByRole('button', { name: 'Fail' }).click();
    expect(await gateway.findOrder(id)).toMatchObject({ status: 'attempted' });
    await page.getByRole('link', { name: 'Back to the order' }).click();
    await page.getByLabel('Send the webhook').uncheck();
    await page.getByRole('button', { name: 'Pay' }).click();
    expect(await page.locator('#signature').textContent()).toMatch(/^[0-9a-f]{64}$/);
    expect(await gateway.findOrder(id)).toMatchObject({ status: 'paid' });
    expect(complaints).toEqual([]);
  });
});
