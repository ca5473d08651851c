import { ALERT, type Alert, NOTICES, USER_ID, composeFor, mailFor } from '../support/mails.js';
import { LANGUAGES, type Language, type Notice, type NoticeOf } from '../../libs/notifications/src/notice.js';

const all = [...NOTICES, ALERT];
const SELLER = {
  SELLER_NAME: 'CarQR Services Pvt Ltd',
  SELLER_ADDRESS: '12 MG Road\\nBengaluru 560001',
  SELLER_TAX_ID: 'GSTIN 29ABCDE1234F1Z5',
  SUPPORT_EMAIL: 'support@carqr.test',
};

describe.each(LANGUAGES)('in %s, the mail', (language: Language) => {
  const inLanguage = (notice: Notice): Notice => (notice.kind === 'sign-in-code' ? { ...notice, language } : notice);

  it.each(all.map((notice) => [notice.kind, notice] as const))(
    '%s says the same in text and in HTML',
    async (_, notice) => {
      const mail = await mailFor(inLanguage(notice), { language }, SELLER);
      expect(mail).toMatchObject({ id: 'an-id', subject: expect.stringMatching(/^\S.{5,78}$/) });
      expect(mail.html).toContain(`<html lang="${language}">`);
      // Whatever stands in the text stands in the HTML too, once its markup is taken away.
      const shown = readHtml(mail.html);
      for (const line of mail.text.split('\n')) {
        const words = line
          .replace(/: (https|tel|mailto):.*$/, '')
          .replaceAll('"', '')
          .trim();
        for (const part of words.split(': ').filter((each) => each !== '--')) expect(shown).toContain(part);
      }
      expect(mail.text).not.toMatch(/undefined|null|NaN|\[object|\{\{/);
      expect(mail.html).not.toMatch(/undefined|NaN|\[object|\{\{/);
    },
  );

  it('is a Hindi or an English one throughout', async () => {
    const alert = await mailFor(ALERT, { language });
    expect(/[\u0900-\u097f]/.test(alert.subject + alert.text)).toBe(language === 'hi');
  });
});

describe('a mail', () => {
  const receipt = NOTICES.find((notice): notice is NoticeOf<'premium-receipt'> => notice.kind === 'premium-receipt')!;

  it('shows amounts in rupees', async () => {
    const { subject, text } = await mailFor(receipt);
    expect(subject).toBe('Receipt: ₹1,249.00 for CarQR Premium');
    expect(text).toContain('Amount: ₹1,249.00');
    expect((await mailFor({ ...receipt, amount: 4900 })).text).toContain('₹49.00');
  });

  it('of a receipt names the seller as far as the settings do, and nobody otherwise', async () => {
    const { text } = await mailFor(receipt, {}, SELLER);
    expect(text).toContain(
      'Seller: CarQR Services Pvt Ltd\nAddress: 12 MG Road\nBengaluru 560001\nTax number: GSTIN 29ABCDE1234F1Z5\nQuestions: support@carqr.test',
    );
    expect((await mailFor(receipt, {}, { SELLER_NAME: 'Asha Rao' })).text).toMatch(/Seller: Asha Rao\n\n/);
    expect((await mailFor(receipt)).text).not.toMatch(/Seller|Address|Tax|Questions/);
  });

  it('says when in the time of its reader', async () => {
    expect((await mailFor(ALERT)).text).toMatch(/22 Nov 2026, 7:41\spm/);
  });

  it('shows what a stranger wrote as they wrote it, and as nothing else', async () => {
    const notes =
      '<img src=x onerror=alert(1)> "&amp;" {{code}}\r\nBcc: victim@example.com\u0000\u001b[31m\u202e\u2066';
    const { subject, text, html } = await mailFor(alertWith({ notes }));
    expect(subject).toBe('The car is in the way: KA01AB1234');
    expect(text).toContain('"<img src=x onerror=alert(1)> "&amp;" {{code}}\nBcc: victim@example.com[31m"');
    expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt; &quot;&amp;amp;&quot; {{code}}');
    // eslint-disable-next-line no-control-regex -- these are what must be gone.
    expect(`${text}${html}`).not.toMatch(/[\u0000\u001b\u202e\u2066]/);
    expect(html).not.toMatch(/<img|<script/i);
  });

  it('has links that a stranger cannot bend', async () => {
    const { html } = await mailFor(alertWith({ scannerEmail: '"x?bcc=a@b.c&"@example.com' }));
    expect(html).toContain('href="mailto:%22x%3Fbcc%3Da@b.c%26%22%40example.com"');
  });

  it('has a subject of one line whatever name its reader has', async () => {
    const mail = await mailFor({ kind: 'welcome', userId: USER_ID }, { name: '<b>\r\nA' });
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.html).not.toContain('<b>');
  });

  it('about scans can be ended in one click, and no other', async () => {
    for (const notice of all) {
      const mail = await mailFor(notice);
      expect(mail.unsubscribeUrl !== undefined).toBe(notice.kind === 'scan-alert');
    }
  });

  it.each(NOTICES.map((notice) => [notice.kind, notice] as const))(
    '%s goes to an unconfirmed address only when it is a code',
    async (_, notice) => {
      const mail = await composeFor(notice, { emailVerified: false });
      expect(mail).toEqual('to' in notice ? expect.objectContaining({ to: notice.to }) : null);
    },
  );
});

describe('a mail about scans', () => {
  it('leads to a call, to an answer by mail and to the page of the car', async () => {
    const { text, html } = await mailFor(ALERT);
    for (const url of ['tel:+919812345678', 'mailto:ravi@example.com', 'https://carqr.test/S/7K3M9QXT2B']) {
      expect(html).toContain(`href="${url}"`);
      expect(text).toContain(`: ${url}\n`);
    }
    expect(html).toMatch(/<a class="button" href="tel:\+919812345678"/);
    expect(text).toContain('Phone: +91 98123 45678\n');
  });

  it('offers no answer by mail to a scanner who left no address', async () => {
    const { text, html } = await mailFor(alertWith({ scannerEmail: '' }));
    expect(`${text}${html}`).not.toMatch(/mailto:|E-mail|e-mail/);
  });

  it('says why in its subject and in its first line, in the language of its reader', async () => {
    const towing = alertWith({ reason: 'towing' });
    const english = await mailFor(towing);
    expect(english.subject).toBe('The car is about to be towed: KA01AB1234');
    expect(english.text).toMatch(/^The car is about to be towed\n/);
    const hindi = await mailFor(towing, { language: 'hi' });
    expect(hindi.subject).toBe('गाड़ी उठाई जाने वाली है: KA01AB1234');
    expect(hindi.text).toMatch(/^गाड़ी उठाई जाने वाली है\n/);
  });

  it.each([null, 'other'])('of the reason %p says that somebody is looked for', async (reason) => {
    const { subject, text } = await mailFor(alertWith({ reason }));
    expect(subject).toBe('Someone is looking for you: KA01AB1234');
    expect(text).toMatch(/^Someone is looking for you: KA01AB1234\n/);
  });

  it('puts what is urgent first', async () => {
    const [lights, emergency] = [alertWith({ reason: 'lights_on' }), alertWith({ reason: 'emergency' })];
    const { subject, text } = await mailFor([
      lights,
      { ...emergency, scan: { ...emergency.scan, scannerPhone: '+919812345679' } },
    ]);
    expect(subject).toBe('Emergency: KA01AB1234 (2 people)');
    expect(text).toMatch(/^Emergency\. The lights are on\n/);
    expect(text.indexOf('45679')).toBeLessThan(text.indexOf('45678'));
  });

  it('counts phones, not scans', async () => {
    const scan = alertWith({ reason: null });
    const { subject, text } = await mailFor([scan, scan, scan]);
    expect(subject).toBe('Someone is looking for you: KA01AB1234');
    expect(text).toContain('Someone scanned the sticker on your car KA01AB1234, 3 times in all.');
  });

  it('calls scans of long ago missed ones, and is no alarm', async () => {
    const old = alertWith({ reason: 'emergency', at: new Date('2026-11-20T14:11:00.000Z') });
    expect((await mailFor(old)).subject).toBe('Missed: Emergency (KA01AB1234)');
    expect((await mailFor([old, old])).subject).toBe('You missed 2 scans of KA01AB1234');
    expect((await mailFor([old, ALERT])).subject).toBe('Emergency: KA01AB1234');
  });

  it('is held until an address is confirmed, and dropped when it is not wanted', async () => {
    expect(await composeFor(ALERT, { emailVerified: false })).toBe('held');
    expect(await composeFor(ALERT, { email: null, emailVerified: false })).toBe('held');
    expect(await composeFor(ALERT, { emailVerified: false, notifyByEmail: false })).toBeNull();
  });
});

describe('the device of a sign-in', () => {
  const webKit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

  it.each([
    [
      `Mozilla/5.0 (Linux; Android 15; Pixel 8) ${webKit} Chrome/126.0.0.0 Mobile Safari/537.36`,
      'Chrome on Android (Pixel 8)',
    ],
    [`Mozilla/5.0 (Linux; Android 10; K) ${webKit} Chrome/126.0.0.0 Mobile Safari/537.36`, 'Chrome on Android'],
    [
      `Mozilla/5.0 (Linux; Android 13; SM-S918B Build/TP1A) ${webKit} SamsungBrowser/21.0 Chrome/110.0 Safari/537.36`,
      'Samsung Internet on Android (SM-S918B)',
    ],
    [`${iPhone} Version/17.4 Mobile/15E148 Safari/604.1`, 'Safari on iPhone'],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/126.0 Safari/537.36 Edg/126.0`,
      'Microsoft Edge on Windows',
    ],
    ['Dart/3.4 (dart:io)', 'CarQR app'],
    ['CarQR/1.4 (Android 15)', 'CarQR app on Android'],
    ['CarQR/1.4 (iPhone; iOS 17.4)', 'CarQR app on iPhone'],
    ['okhttp/4.12.0', 'CarQR app on Android'],
    ['curl/8.5.0', 'An unknown device'],
    ['Your account is locked. Call 1800 123 456', 'An unknown device'],
    ['Call-1800-123-456/1.0 <b>now</b>', 'An unknown device'],
    [`Mozilla/5.0 (Linux; Android 15; call 1800123456) ${webKit} Chrome/126.0.0.0`, 'Chrome on Android'],
    [`Mozilla/5.0 (Linux; Android 15; <b>x</b>) ${webKit} Chrome/126.0.0.0`, 'Chrome on Android'],
    ['', 'An unknown device'],
    [null, 'An unknown device'],
  ])('%p is named %p', async (userAgent, name) => {
    const { text, html } = await mailFor({ kind: 'new-sign-in', userId: USER_ID, at: ALERT.scan.at, userAgent });
    expect(text).toContain(`\nDevice: ${name}\n`);
    expect(readHtml(html)).toContain(name);
  });

  it.each([
    [NOTICES.at(-1)!, 'Android पर Chrome (Pixel 8)'],
    [{ ...NOTICES.at(-1)!, userAgent: 'CarQR/1.4 (iPhone; iOS 17.4)' } as Notice, 'iPhone पर CarQR ऐप'],
    [{ ...NOTICES.at(-1)!, userAgent: null } as Notice, 'कोई अनजान डिवाइस'],
  ])('is named in Hindi', async (notice, name) => {
    expect((await mailFor(notice, { language: 'hi' })).text).toContain(`डिवाइस: ${name}\n`);
  });
});

function alertWith(changes: Partial<Alert['scan']>): Alert {
  return { ...ALERT, scan: { ...ALERT.scan, ...changes } };
}

/** What a reader of the HTML sees. */
function readHtml(html: string): string {
  const entities: Record<string, string> = {
    lt: '<',
    gt: '>',
    amp: '&',
    quot: '"',
    '#x27': "'",
    '#x3D': '=',
    '#x60': '`',
  };
  return html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, '')
    .replace(/&([#\w]+);/g, (_, name: string) => entities[name] ?? '?')
    .replaceAll('"', '');
}
