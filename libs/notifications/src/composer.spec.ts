import { Clock } from '@app/clock';
import { readSettings } from '@app/config';
import type { Mail } from '@app/mail';
import { Composer } from './composer.js';
import { NotificationKeys } from './keys.js';
import { LANGUAGES, type Language, type Notice, type NoticeOf } from './notice.js';
import { Payloads } from './payloads.js';
import { type Recipient, Recipients } from './recipients.js';
import { UnsubscribeLinks } from './unsubscribe-links.js';

const USER_ID = '01938a5e-7c11-7abc-8def-012345678901';
const AT = new Date('2026-11-22T14:11:00.000Z');
const settings = readSettings({ PUBLIC_URL: 'https://carqr.test' }, () => 'a secret for tests that is long enough');

class StandingClock extends Clock {
  nowMs(): number {
    return AT.getTime();
  }
}

const ALERT: NoticeOf<'scan-alert'> = {
  kind: 'scan-alert',
  userId: USER_ID,
  carId: '01938a5e-7c11-7abc-8def-0123456789ff',
  scan: {
    carNumber: 'KA01AB1234',
    qrCode: '7K3M9QXT2B',
    scannerPhone: '+919812345678',
    scannerEmail: 'ravi@example.com',
    notes: 'You are parked across my gate.\nPlease come.',
    reason: 'blocking',
    at: AT,
  },
};

const inFiveMinutes = new Date(AT.getTime() + 300_000);
const NOTICES: Notice[] = [
  { kind: 'welcome', userId: USER_ID },
  { kind: 'email-code', userId: USER_ID, to: 'new@example.com', code: '042137', expiresAt: inFiveMinutes },
  { kind: 'sign-in-code', to: 'asha@example.com', language: 'en', code: '042137', expiresAt: inFiveMinutes },
  {
    kind: 'premium-receipt',
    userId: USER_ID,
    orderId: 'order_9A33XWu170gUtm',
    paymentId: 'pay_29QQoUBi66xm2f',
    amount: 124_900,
    currency: 'INR',
    planDuration: 365,
    paidAt: AT,
    premiumUntil: new Date('2027-11-22T14:11:00.000Z'),
  },
  { kind: 'premium-ending', userId: USER_ID, endsAt: new Date('2026-11-25T14:11:00.000Z') },
  { kind: 'email-changed', userId: USER_ID, to: 'old@example.com', at: AT },
  { kind: 'new-sign-in', userId: USER_ID, at: AT, userAgent: 'CarQR/1.4 (Android 15)' },
];

function composeFor(notice: Notice, changes: Partial<Recipient> = {}): Promise<Mail | null> {
  const keys = new NotificationKeys(settings);
  const payloads = new Payloads(keys, new StandingClock());
  const recipients = new Recipients();
  recipients.register(() =>
    Promise.resolve({
      email: 'asha@example.com',
      emailVerified: true,
      name: 'Asha Rao',
      language: 'en',
      alertChannels: ['email'],
      ...changes,
    }),
  );
  const links = new UnsubscribeLinks(keys, settings);
  const composer = new Composer(recipients, payloads, links, settings, new StandingClock());
  const payload = payloads.write(notice);
  const claim = { id: 'an-id', kind: notice.kind, userId: USER_ID, carId: null, attempts: 1, lastError: null, payload };
  return notice.kind === 'scan-alert'
    ? composer.composeAlerts(claim, [payloads.readAlert(payload)])
    : composer.compose(claim);
}

const all = [...NOTICES, ALERT];

describe.each(LANGUAGES)('in %s, the mail', (language: Language) => {
  const inLanguage = (notice: Notice): Notice => (notice.kind === 'sign-in-code' ? { ...notice, language } : notice);

  it.each(all.map((notice) => [notice.kind, notice] as const))(
    '%s says the same in text and in HTML',
    async (_, notice) => {
      const mail = await composeFor(inLanguage(notice), { language });
      expect(mail).toMatchObject({ id: 'an-id', subject: expect.stringMatching(/^\S.{5,78}$/) });
      expect(mail!.html).toContain(`<html lang="${language}">`);
      // Whatever stands in the text stands in the HTML too, once its markup is taken away.
      const shown = readHtml(mail!.html!);
      for (const line of mail!.text.split('\n')) {
        const words = line
          .replace(/: https:.*$/, '')
          .replaceAll('"', '')
          .trim();
        for (const part of words.split(': ').filter((each) => each !== '--')) expect(shown).toContain(part);
      }
      expect(mail!.text).not.toMatch(/undefined|null|NaN|\[object|\{\{/);
      expect(mail!.html).not.toMatch(/undefined|NaN|\[object|\{\{/);
    },
  );

  it('is a Hindi or an English one throughout', async () => {
    const alert = await composeFor(ALERT, { language });
    expect(/[\u0900-\u097f]/.test(alert!.subject + alert!.text)).toBe(language === 'hi');
  });
});

describe('a mail', () => {
  it('shows amounts in rupees', async () => {
    const { subject, text } = (await composeFor(NOTICES[3]!))!;
    expect(subject).toBe('Receipt: ₹1,249.00 for CarQR Premium');
    expect(text).toContain('Amount: ₹1,249.00');
    expect((await composeFor({ ...(NOTICES[3] as NoticeOf<'premium-receipt'>), amount: 4900 }))!.text).toContain(
      '₹49.00',
    );
  });

  it('says when in the time of its reader', async () => {
    expect((await composeFor(ALERT))!.text).toMatch(/22 Nov 2026, 7:41\spm/);
  });

  it('shows what a stranger wrote as they wrote it, and as nothing else', async () => {
    const notes =
      '<img src=x onerror=alert(1)> "&amp;" {{code}}\r\nBcc: victim@example.com\u0000\u001b[31m\u202e\u2066';
    const { subject, text, html } = (await composeFor({ ...ALERT, scan: { ...ALERT.scan, notes } }))!;
    expect(subject).toBe('Somebody is looking for you: KA01AB1234');
    expect(text).toContain('"<img src=x onerror=alert(1)> "&amp;" {{code}}\nBcc: victim@example.com[31m"');
    expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt; &quot;&amp;amp;&quot; {{code}}');
    // eslint-disable-next-line no-control-regex -- these are what must be gone.
    expect(`${text}${html}`).not.toMatch(/[\u0000\u001b\u202e\u2066]/);
    expect(html).not.toMatch(/<img|<script/i);
  });

  it('about a scan leads to a call, to an answer by mail and to the page of the car', async () => {
    const { text, html } = (await composeFor(ALERT))!;
    for (const url of ['tel:+919812345678', 'mailto:ravi@example.com', 'https://carqr.test/S/7K3M9QXT2B']) {
      expect(html).toContain(`href="${url}"`);
    }
    expect(text).toContain('https://carqr.test/S/7K3M9QXT2B');
  });

  it('has links that a stranger cannot bend', async () => {
    const scannerEmail = '"x?bcc=a@b.c&"@example.com';
    const { html } = (await composeFor({ ...ALERT, scan: { ...ALERT.scan, scannerEmail } }))!;
    expect(html).toContain('href="mailto:%22x%3Fbcc%3Da@b.c%26%22%40example.com"');
  });

  it('has a subject of one line whatever name and device its reader has', async () => {
    const userAgent = 'Mozilla\r\nBcc: victim@example.com <b>';
    const mail = (await composeFor({ kind: 'new-sign-in', userId: USER_ID, at: AT, userAgent }, { name: '<b>\r\nA' }))!;
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.html).not.toContain('<b>');
  });

  it('about scans can be ended in one click, and no other', async () => {
    for (const notice of all) {
      const mail = await composeFor(notice);
      expect(mail!.unsubscribeUrl !== undefined).toBe(notice.kind === 'scan-alert');
    }
  });

  it.each(all.map((notice) => [notice.kind, notice] as const))(
    '%s goes to an unconfirmed address only when it is a code',
    async (_, notice) => {
      const mail = await composeFor(notice, { emailVerified: false, alertChannels: [] });
      expect(mail?.to ?? null).toBe('to' in notice ? notice.to : null);
    },
  );
});

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
