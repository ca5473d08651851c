import { ConfigurationError } from './configuration-error.js';
import { isDecodable } from './read-drivers.js';
import type { Reader } from './read-settings.js';
import type { SmsProviderSettings, SmsSettings } from './settings.js';

const MSG91_API = 'https://control.msg91.com';
const TWILIO_API = 'https://api.twilio.com';
/** One provider and one fallback; more would keep the request waiting too long. */
const MAX_PROVIDERS = 2;

/** SMS_URL: the preview, one provider, or a provider and its fallback. */
export function readSms(read: Reader): SmsSettings {
  const urls = read.list('SMS_URL') ?? ['preview:'];
  if (urls.length === 1 && urls[0] === 'preview:') return { kind: 'preview' };
  if (urls.length > MAX_PROVIDERS) throw smsError('must not name more than two providers.');
  const providers = urls.map(readProvider);
  if (new Set(providers.map(({ kind }) => kind)).size < providers.length) {
    throw smsError('must not name the same provider twice.');
  }
  return { kind: 'providers', providers };
}

/** Parsed by hand, because the URL class rejects the empty host. */
function readProvider(text: string): SmsProviderSettings {
  const [, kind = '', login = '', query = ''] = /^(\w+):\/\/([^@/?#]*)@\/?\?([^#]*)$/.exec(text) ?? [];
  if (!isDecodable(text)) throw shapeError();
  const parts = login.split(':').map(decodeURIComponent);
  if (!parts.every((part) => /^[\w.-]+$/.test(part))) throw shapeError();
  switch (kind) {
    case 'msg91': {
      const [authKey, ...more] = parts;
      const { template = '', alertTemplate, apiUrl } = readParameters(query, ['template', 'alertTemplate', 'apiUrl']);
      if (!authKey || more.length > 0) throw shapeError();
      if (!/^[\w-]+$/.test(template)) throw smsError("must say the id of MSG91's template, as template=.");
      if (alertTemplate !== undefined && !/^[\w-]+$/.test(alertTemplate)) {
        throw smsError("must say the id of MSG91's template for alerts, as alertTemplate=.");
      }
      const templateIds = { code: template, ...(alertTemplate !== undefined && { alert: alertTemplate }) };
      return { kind, authKey, templateIds, apiUrl: readApiUrl(apiUrl) ?? MSG91_API };
    }
    case 'twilio': {
      const [accountSid, authToken, ...more] = parts;
      const { from, apiUrl } = readParameters(query, ['from', 'apiUrl']);
      if (!accountSid || !authToken || more.length > 0) throw shapeError();
      return { kind, accountSid, authToken, from: readSender(from), apiUrl: readApiUrl(apiUrl) ?? TWILIO_API };
    }
    default:
      throw shapeError();
  }
}

/** A plus sign stays a plus (as in phone numbers) instead of becoming a space as in forms. */
function readParameters<N extends string>(query: string, names: readonly N[]): Partial<Record<N, string>> {
  const given = new URLSearchParams(query.replaceAll('+', '%2B'));
  const keys = [...given.keys()];
  if (keys.some((key) => !(names as readonly string[]).includes(key)) || new Set(keys).size < keys.length) {
    throw smsError(`must say nothing of a provider but its ${names.join(' and its ')}, each at most once.`);
  }
  return Object.fromEntries(given) as Partial<Record<N, string>>;
}

/** A number, the SID of a Messaging Service, or a name that was registered. */
function readSender(from = ''): string {
  if (!/^(\+\d{5,15}|MG[\da-f]{32}|\d{3,8}|(?=.*[a-z])[\da-z ]{2,11})$/i.test(from)) {
    throw smsError("must say Twilio's sender, such as from=+14155550100 or from=MG….");
  }
  return from;
}

function readApiUrl(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash || url.username) {
    throw smsError('must have http or https URLs without query as its apiUrl.');
  }
  return url.href.replace(/\/+$/, '');
}

function shapeError(): ConfigurationError {
  return smsError(
    'must be preview:, msg91://authkey@/?template=…, twilio://sid:token@/?from=…, or two of these providers.',
  );
}

function smsError(problem: string): ConfigurationError {
  return new ConfigurationError('SMS_URL', problem);
}
