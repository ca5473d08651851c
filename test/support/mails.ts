import { Clock } from '@app/clock';
import { readSettings } from '@app/config';
import type { Mail } from '@app/mail';
import { AccountLinks } from '../../libs/notifications/src/account-links.js';
import { type Composed, Composer } from '../../libs/notifications/src/composer.js';
import { NotificationKeys } from '../../libs/notifications/src/keys.js';
import type { Notice, NoticeOf } from '../../libs/notifications/src/notice.js';
import { Payloads } from '../../libs/notifications/src/payloads.js';
import { type Recipient, Recipients } from '../../libs/notifications/src/recipients.js';
import { UnsubscribeLinks } from '../../libs/notifications/src/unsubscribe-links.js';

export const USER_ID = '01938a5e-7c11-7abc-8def-012345678901';
export const AT = new Date('2026-11-22T14:11:00.000Z');

class StandingClock extends Clock {
  nowMs(): number {
    return AT.getTime();
  }
}

export type Alert = NoticeOf<'scan-alert'>;

export const ALERT: Alert = {
  kind: 'scan-alert',
  userId: USER_ID,
  carId: '01938a5e-7c11-7abc-8def-0123456789ff',
  scanId: '01938a5e-7c11-7abc-8def-0123456789fe',
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
const CHROME_ON_A_PHONE =
  'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';
export const NOTICES: Notice[] = [
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
  {
    kind: 'account-changed',
    userId: USER_ID,
    change: 'password-set',
    channel: 'email',
    to: 'asha@example.com',
    at: AT,
  },
  { kind: 'new-sign-in', userId: USER_ID, at: AT, userAgent: CHROME_ON_A_PHONE },
];

/** What stands between a notice and the mail of it, without a database. */
function newComposer(
  changes: Partial<Recipient>,
  env: Record<string, string>,
): { composer: Composer; payloads: Payloads } {
  const settings = readSettings({ PUBLIC_URL: 'https://carqr.test', ...env }, () => 'a secret for tests, long enough');
  const keys = new NotificationKeys(settings);
  const payloads = new Payloads(keys, new StandingClock());
  const recipients = new Recipients();
  const known = { email: 'asha@example.com', emailVerified: true, name: 'Asha Rao', notifyByEmail: true, ...changes };
  const isReached = known.email !== null && known.emailVerified && known.notifyByEmail;
  const alertChannels: Recipient['alertChannels'] = isReached ? ['email'] : [];
  recipients.register(() => Promise.resolve({ language: 'en', alertChannels, ...known }));
  const clock = new StandingClock();
  const links = [new UnsubscribeLinks(keys, settings), new AccountLinks(keys, settings, clock)] as const;
  return { composer: new Composer(recipients, payloads, ...links, settings, clock), payloads };
}

/** @param notices one, or several scan alerts for one mail */
export function composeFor(
  notices: Notice | Alert[],
  changes: Partial<Recipient> = {},
  env: Record<string, string> = {},
): Promise<Composed> {
  const { composer, payloads } = newComposer(changes, env);
  const [notice] = [notices].flat();
  const payload = payloads.write(notice!);
  const claim = {
    id: 'an-id',
    kind: notice!.kind,
    userId: USER_ID,
    carId: null,
    attempts: 1,
    lastError: null,
    payload,
  };
  if (notice!.kind !== 'scan-alert') return composer.compose(claim);
  const alerts = [notices].flat().map((each) => payloads.readAlert(payloads.write(each)));
  return composer.composeAlerts(claim, alerts);
}

/** The mail that a notice becomes; fails when it becomes none. */
export async function mailFor(...composing: Parameters<typeof composeFor>): Promise<Mail & { html: string }> {
  const mail = await composeFor(...composing);
  if (mail === null || mail === 'held' || 'sms' in mail || mail.html === undefined)
    throw new Error('There is no mail.');
  return { ...mail, html: mail.html };
}
