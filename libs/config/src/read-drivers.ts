import { ConfigurationError } from './configuration-error.js';
import type { Reader } from './read-settings.js';
import type { DatabaseSettings, HostAndPort, MailSettings, RedisSettings, SmsSettings } from './settings.js';

/** The driver of every outside thing is chosen by the scheme of its URL, never by credentials that are missing. */

export function readDatabase(read: Reader): DatabaseSettings {
  const url = read.text('DATABASE_URL') ?? 'sqlite:./data/carqr.db';
  const replicaUrls = read.list('DATABASE_REPLICA_URLS') ?? [];
  const poolSize = read.integer('DATABASE_POOL_SIZE', 10, { min: 1, max: 1000 });
  if (url.startsWith('sqlite:')) {
    const path = url.slice('sqlite:'.length).replace(/^\/\//, '');
    if (path === '') throw new ConfigurationError('DATABASE_URL', 'must name a file, such as sqlite:./data/carqr.db.');
    if (replicaUrls.length > 0) throw new ConfigurationError('DATABASE_REPLICA_URLS', 'needs a MySQL DATABASE_URL.');
    return { kind: 'sqlite', path };
  }
  requireMysqlUrl('DATABASE_URL', url);
  replicaUrls.forEach((replica) => requireMysqlUrl('DATABASE_REPLICA_URLS', replica));
  return { kind: 'mysql', url, replicaUrls, poolSize };
}

function requireMysqlUrl(variable: string, text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'mysql:' || url.hostname === '' || url.pathname.length < 2 || !isDecodable(url.href)) {
    throw new ConfigurationError(variable, 'must look like mysql://user:password@host:3306/database, or sqlite:file.');
  }
}

export function readRedis(read: Reader): RedisSettings {
  const text = read.text('REDIS_URL') ?? 'memory:';
  if (text === 'memory:') return { kind: 'memory' };
  const [, scheme, credentials, hosts, path = ''] =
    /^(redis|rediss|redis\+sentinel|redis\+cluster):\/\/(?:([^@/]*)@)?([^/?#]+)(?:\/([^/?#]*))?$/.exec(text) ?? [];
  if (!scheme || !hosts || !isDecodable(text)) throw redisUrlError();
  if (scheme === 'redis' || scheme === 'rediss') {
    if (!URL.canParse(text) || !/^\d*$/.test(path)) throw redisUrlError();
    return { kind: 'single', url: text };
  }
  const login = readLogin(credentials);
  if (scheme === 'redis+cluster') return { kind: 'cluster', nodes: readHosts(hosts, 6379), ...login };
  if (path === '') throw new ConfigurationError('REDIS_URL', "must end with the name of the sentinels' master group.");
  return { kind: 'sentinel', sentinels: readHosts(hosts, 26_379), name: path, ...login };
}

function readLogin(credentials: string | undefined): { username?: string; password?: string } {
  if (!credentials) return {};
  const [username = '', password] = credentials.split(':').map(decodeURIComponent);
  return { ...(username && { username }), ...(password && { password }) };
}

function readHosts(text: string, defaultPort: number): HostAndPort[] {
  return text.split(',').map((entry) => {
    const [, host, port] = /^([^:\s]+)(?::(\d{1,5}))?$/.exec(entry.trim()) ?? [];
    if (!host || Number(port ?? 1) > 65_535) throw redisUrlError();
    return { host, port: port ? Number(port) : defaultPort };
  });
}

function redisUrlError(): ConfigurationError {
  return new ConfigurationError(
    'REDIS_URL',
    'must be memory:, redis://host:6379, rediss://…, redis+sentinel://h1,h2/name or redis+cluster://h1,h2.',
  );
}

/** Whether the percent-encoding of a URL is right, on which drivers would stumble when they connect. */
function isDecodable(text: string): boolean {
  return !/%(?![\da-f]{2})/i.test(text);
}

export function readSms(read: Reader): SmsSettings {
  requireOnlyDriver(read, 'SMS_URL', 'preview:', ['msg91:', 'twilio:']);
  return { kind: 'preview' };
}

export function readMail(read: Reader): MailSettings {
  requireOnlyDriver(read, 'SMTP_URL', 'preview:', ['smtp:', 'smtps:']);
  return { kind: 'preview' };
}

/** What no code uses yet: to take another value now would be to promise it. */
export function requirePlannedDrivers(read: Reader): void {
  requireOnlyDriver(read, 'RAZORPAY_URL', 'simulator:', ['https:', 'http:']);
  requireOnlyDriver(read, 'STORAGE_URL', 'file:./data/files', ['s3:', 'file:']);
}

/** Only one driver of these exists so far; naming another one must not quietly lead to that one. */
function requireOnlyDriver(read: Reader, variable: string, driver: string, planned: readonly string[]): void {
  const text = read.text(variable) ?? driver;
  if (text === driver) return;
  if (planned.some((scheme) => text.startsWith(scheme))) {
    throw new ConfigurationError(variable, `names what this version does not have yet; it knows ${driver}.`);
  }
  throw new ConfigurationError(variable, `must be ${driver}.`);
}
