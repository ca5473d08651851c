import { isIPv4 } from 'node:net';
import type { MailerOptions } from '@nestjs-modules/mailer';
import type { MailSettings } from '@app/config';
import { SmtpTransport } from './smtp.transport.js';

/** Timeouts of the steps of sending one mail, in milliseconds. */
export interface SmtpTimeouts {
  /** For the DNS look-up, each address, the greeting and the upgrade to TLS. */
  connectMs: number;
  /** How long the server may be silent between replies. */
  silenceMs: number;
  /** For one mail in total, in case the server trickles its replies. */
  sendMs: number;
}

/**
 * Servers check a message before they accept it, and hanging up meanwhile sends it twice, so that step has two minutes.
 * The total is less than the duration of a notification's claim.
 */
export const SMTP_TIMEOUTS: SmtpTimeouts = { connectMs: 10_000, silenceMs: 120_000, sendMs: 150_000 };

/**
 * One connection per mail: a pool resends a mail when its connection breaks, even after the server has accepted it.
 */
export function smtpOptions(settings: Extract<MailSettings, { kind: 'smtp' }>, timeouts: SmtpTimeouts): MailerOptions {
  const { host, port, isSecure, login } = settings;
  return {
    transport: new SmtpTransport({
      host,
      port,
      secure: isSecure,
      // Mails hold personal data and codes: require TLS, except to this machine.
      requireTLS: !isSecure && !isLoopback(host),
      ...(login && { auth: { user: login.username, pass: login.password } }),
      connectionTimeout: timeouts.connectMs,
      greetingTimeout: timeouts.connectMs,
      dnsTimeout: timeouts.connectMs,
      socketTimeout: timeouts.silenceMs,
      // Mails contain text from strangers, which must not make the server read files or fetch URLs.
      disableFileAccess: true,
      disableUrlAccess: true,
    }),
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
