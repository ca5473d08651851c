import { ConfigurationError } from './configuration-error.js';
import type { Reader } from './read-settings.js';
import type { MailSettings } from './settings.js';

const SUBMISSION_PORT = 587;
const SUBMISSION_OVER_TLS_PORT = 465;

/** @throws ConfigurationError for SMTP_URL or MAIL_FROM */
export function readMail(read: Reader): MailSettings {
  const text = read.text('SMTP_URL') ?? 'preview:';
  if (text === 'preview:') return { kind: 'preview' };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSecure = url?.protocol === 'smtps:';
  const hasMore = url && (url.search || url.hash || !/^\/?$/.test(url.pathname));
  if (!url || !(isSecure || url.protocol === 'smtp:') || url.hostname === '' || hasMore || !isDecodable(text)) {
    throw new ConfigurationError('SMTP_URL', 'must look like smtp://user:password@host:587, smtps://host or preview:.');
  }
  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  if ((username === '') !== (password === '')) {
    throw new ConfigurationError('SMTP_URL', 'must name both a user and a password, or neither.');
  }
  return {
    kind: 'smtp',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : isSecure ? SUBMISSION_OVER_TLS_PORT : SUBMISSION_PORT,
    isSecure,
    ...(username && { login: { username, password } }),
    from: readSender(read.text('MAIL_FROM')),
  };
}

/** A bare address, or a name with the address in angle brackets behind it. */
function readSender(text = ''): { name: string; address: string } {
  const [, name = '', bracketed, bare] =
    /^(?:"?([^"<>\r\n]*?)"?\s*<([^\s<>@]+@[^\s<>@]+)>|([^\s<>@]+@[^\s<>@]+))$/.exec(text) ?? [];
  const address = bracketed ?? bare;
  if (!address) {
    throw new ConfigurationError('MAIL_FROM', 'must say who mail is from, such as CarQR <hello@carqr.in>.');
  }
  return { name: name.trim(), address };
}

function isDecodable(text: string): boolean {
  return !/%(?![\da-f]{2})/i.test(text);
}
