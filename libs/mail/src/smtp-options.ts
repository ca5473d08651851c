import type { MailerOptions } from '@nestjs-modules/mailer';
import type { MailSettings } from '@app/config';

/** For the look-up of the name, each address of it, the greeting and the upgrade to TLS together. */
const CONNECT_TIMEOUT_MS = 10_000;
/** How long the server may be silent in between. */
const SILENCE_TIMEOUT_MS = 15_000;
/** For one mail in all: a server that answers one letter at a time is no better than a silent one. */
const SEND_TIMEOUT_MS = 40_000;

/**
 * Every mail has a connection of its own. A pool would offer a mail again by itself when its connection broke, also after
 * the server had taken it.
 */
export function smtpOptions(settings: Extract<MailSettings, { kind: 'smtp' }>): MailerOptions {
  const { host, port, isSecure, login } = settings;
  return {
    transport: {
      host,
      port,
      secure: isSecure,
      // A password never travels in the clear, save within this machine.
      requireTLS: !isSecure && login !== undefined && !isLoopback(host),
      ...(login && { auth: { user: login.username, pass: login.password } }),
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      dnsTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      // What a mail says comes from strangers too: nothing in it may make the server read files or fetch pages.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    sendTimeout: SEND_TIMEOUT_MS,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
