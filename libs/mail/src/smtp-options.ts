import { isIPv4 } from 'node:net';
import type { MailerOptions } from '@nestjs-modules/mailer';
import type { MailSettings } from '@app/config';
import { SmtpTransport } from './smtp.transport.js';

/** How long each part of sending one mail may take, in milliseconds. */
export interface SmtpTimeouts {
  /** For the look-up of the name, each address of it, the greeting and the upgrade to TLS. */
  connectMs: number;
  /** How long the server may be silent in between. */
  silenceMs: number;
  /** For one mail in all: a server that answers one letter at a time is no better than a silent one. */
  sendMs: number;
}

/**
 * Servers look through a message before they say that they take it, and to hang up meanwhile is to send it twice: that
 * has its two minutes. All of it is less than what a claim of a notice lasts.
 */
export const SMTP_TIMEOUTS: SmtpTimeouts = { connectMs: 10_000, silenceMs: 120_000, sendMs: 150_000 };

/**
 * Every mail has a connection of its own. A pool would offer a mail again by itself when its connection broke, also after
 * the server had taken it.
 */
export function smtpOptions(settings: Extract<MailSettings, { kind: 'smtp' }>, timeouts: SmtpTimeouts): MailerOptions {
  const { host, port, isSecure, login } = settings;
  return {
    transport: new SmtpTransport({
      host,
      port,
      secure: isSecure,
      // Mails hold personal data and codes: they never travel unencrypted, except within this machine.
      requireTLS: !isSecure && !isLoopback(host),
      ...(login && { auth: { user: login.username, pass: login.password } }),
      connectionTimeout: timeouts.connectMs,
      greetingTimeout: timeouts.connectMs,
      dnsTimeout: timeouts.connectMs,
      socketTimeout: timeouts.silenceMs,
      // What a mail says comes from strangers too: nothing in it may make the server read files or fetch pages.
      disableFileAccess: true,
      disableUrlAccess: true,
    }),
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
