import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { LANGUAGES, type Notice } from '@app/notifications';
import { launchBrowser } from '../support/browser.js';
import { ALERT, type Alert, NOTICES, mailFor } from '../support/mails.js';

const FONT = '@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-400-normal.woff2';
const SELLER = {
  SELLER_NAME: 'CarQR Services and Sticker Printing Private Limited',
  SELLER_ADDRESS: '12 Mahatma Gandhi Road, Shivajinagar\\nBengaluru 560001',
  SELLER_TAX_ID: 'GSTIN 29ABCDE1234F1Z5',
  SUPPORT_EMAIL: 'support@carqr.test',
};
/** As long as each part may be, in words that have no place to break. */
const LONG_ALERT: Alert = {
  ...ALERT,
  scan: {
    ...ALERT.scan,
    carNumber: 'W'.repeat(15),
    reason: 'towing',
    scannerPhone: '+4915123456789',
    scannerEmail: `${'x'.repeat(242)}@example.com`,
    notes: `${'न'.repeat(400)} ${'W'.repeat(500)}`,
  },
};
const LONG_NAME = 'W'.repeat(100);
const MAILS: [string, Notice | Alert[], string][] = [
  ...NOTICES.map((notice): [string, Notice, string] => [notice.kind, notice, 'Asha Rao']),
  ['scan-alert', ALERT, 'Asha Rao'],
  ['several long scans', [ALERT, LONG_ALERT], LONG_NAME],
  ['new-sign-in for a long name', NOTICES.at(-1)!, LONG_NAME],
];

describe.each(LANGUAGES)('in %s, the mail', (language) => {
  let browser: Browser;
  let page: Page;
  let fontStyle: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    const font = await readFile(createRequire(__filename).resolve(FONT), 'base64');
    // What a mail falls back to for Devanagari; the machine need not have it.
    fontStyle = `<style>@font-face { font-family: 'Noto Sans Devanagari'; font-weight: 100 900; src: url(data:font/woff2;base64,${font}); }</style>`;
  });
  afterAll(() => browser.close());

  const show = async (notice: Notice | Alert[], name: string, width: number): Promise<void> => {
    const inLanguage = 'kind' in notice && notice.kind === 'sign-in-code' ? { ...notice, language } : notice;
    await page.setViewportSize({ width, height: 800 });
    const { html } = await mailFor(inLanguage, { language, name }, SELLER);
    await page.setContent(html.replace('<style>', `${fontStyle}<style>`));
    await page.evaluate(`document.fonts.load('16px "Noto Sans Devanagari"', 'न')`);
  };

  /** Words of labels that stand on more than one line. */
  const findBrokenLabels = (): Promise<string[]> =>
    page.locator('.label').evaluateAll((labels) =>
      labels.flatMap((label) => {
        const text = label.firstChild!;
        return [...(text.textContent as string).matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
          const range = label.ownerDocument.createRange();
          range.setStart(text, index);
          range.setEnd(text, index + word.length);
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          return lines.size > 1 ? [word] : [];
        });
      }),
    );

  describe.each([320, 390, 700])('at %i px', (width) => {
    it.each(MAILS)('%s has no sideways scroll and no label broken within a word', async (_kind, notice, name) => {
      await show(notice, name, width);
      const overflow = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
      expect(overflow).toBe(0);
      expect(await findBrokenLabels()).toEqual([]);
    });
  });

  it('about a scan has a button to call that a thumb can hit, above what the scanner wrote', async () => {
    await show(LONG_ALERT, LONG_NAME, 320);
    const button = page.locator('a.button');
    const { y, height, width } = (await button.boundingBox())!;
    expect(await button.getAttribute('href')).toBe('tel:+4915123456789');
    expect([height >= 44, width >= 180]).toEqual([true, true]);
    expect(y).toBeLessThan((await page.locator('blockquote').boundingBox())!.y);
  });
});
