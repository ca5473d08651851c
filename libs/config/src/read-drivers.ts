import { ConfigurationError } from './configuration-error.js';
import type { Reader } from './read-settings.js';
import { readMysqlTls, readRedisTls } from './read-tls.js';
import type {
  DatabaseSettings,
  HostAndPort,
  RazorpaySettings,
  RedisSettings,
  StorageSettings,
  TlsSettings,
} from './settings.js';

/** The URL scheme selects the driver of each external service; missing credentials never do. */

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
  const tls = readMysqlUrl('DATABASE_URL', url);
  for (const replica of replicaUrls) {
    const replicaTls = readMysqlUrl('DATABASE_REPLICA_URLS', replica);
    // All servers share one set of options, so a replica's different TLS settings would be ignored.
    if (replicaTls?.ca !== tls?.ca || !replicaTls !== !tls) {
      throw new ConfigurationError('DATABASE_REPLICA_URLS', 'must have the same ssl and ca as DATABASE_URL.');
    }
  }
  return { kind: 'mysql', url, replicaUrls, poolSize, ...(tls && { tls }) };
}

function readMysqlUrl(variable: string, text: string): TlsSettings | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'mysql:' || url.hostname === '' || url.pathname.length < 2 || !isDecodable(url.href)) {
    throw new ConfigurationError(variable, 'must look like mysql://user:password@host:3306/database, or sqlite:file.');
  }
  return readMysqlTls(variable, url);
}

export function readRedis(read: Reader): RedisSettings {
  const text = read.text('REDIS_URL') ?? 'memory:';
  if (text === 'memory:') return { kind: 'memory' };
  const [, url = '', scheme, tlsSign, kind, credentials, hosts, path = '', query] =
    /^((redis(s?)(?:\+(sentinel|cluster))?):\/\/(?:([^@/]*)@)?([^/?#]+)(?:\/([^/?#]*))?)(?:\?([^#]*))?$/.exec(text) ??
    [];
  if (!scheme || !hosts || !isDecodable(text)) throw redisUrlError();
  const tls = readRedisTls(tlsSign === 's', query);
  if (!kind) {
    if (!URL.canParse(url) || !/^\d*$/.test(path)) throw redisUrlError();
    return { kind: 'single', url, ...(tls && { tls }) };
  }
  const login = { ...readLogin(credentials), ...(tls && { tls }) };
  if (kind === 'cluster') return { kind, nodes: readHosts(hosts, 6379), ...login };
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
    'must be memory:, redis://host:6379, redis+sentinel://h1,h2/name or redis+cluster://h1,h2, with rediss for TLS.',
  );
}

/** Whether a URL's percent-encoding is valid; otherwise drivers fail when they connect. */
export function isDecodable(text: string): boolean {
  return !/%(?![\da-f]{2})/i.test(text);
}

export function readStorage(read: Reader): StorageSettings {
  const text = read.text('STORAGE_URL') ?? 'file:./data/files';
  if (text.startsWith('file:')) {
    const path = text.slice('file:'.length).replace(/^\/\//, '');
    if (path === '') throw storageError('must name a directory, such as file:./data/files.');
    return { kind: 'directory', path };
  }
  return readBucket(text, read.text('AWS_REGION'));
}

const BUCKET_PARAMETERS = new Set(['region', 'endpoint', 'publicUrl']);

/** @param usualRegion the region when the URL has none */
function readBucket(text: string, usualRegion: string | undefined): StorageSettings {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const hasMore = url && (url.username || url.password || url.port || url.hash || !/^\/?$/.test(url.pathname));
  if (url?.protocol !== 's3:' || hasMore || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(url.hostname)) {
    throw storageError('must be file:./directory or s3://bucket?region=&endpoint=&publicUrl=.');
  }
  const names = [...url.searchParams.keys()];
  if (names.some((name) => !BUCKET_PARAMETERS.has(name)) || new Set(names).size < names.length) {
    throw storageError('must say nothing but region, endpoint and publicUrl, each at most once.');
  }
  const endpoint = readWebAddress('endpoint', url.searchParams.get('endpoint'));
  const publicUrl = readWebAddress('publicUrl', url.searchParams.get('publicUrl'));
  // A self-hosted server has no regions, but every signature includes a region's name.
  const region = url.searchParams.get('region') || usualRegion || (endpoint && 'us-east-1');
  if (!region || !/^[a-z0-9-]+$/.test(region)) throw storageError('must say the region, such as region=ap-south-1.');
  return { kind: 's3', bucket: url.hostname, region, ...(endpoint && { endpoint }), ...(publicUrl && { publicUrl }) };
}

function readWebAddress(parameter: string, text: string | null): string | undefined {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash || url.username) {
    throw storageError(`must have an http or https URL without query as its ${parameter}.`);
  }
  return url.href.replace(/\/+$/, '');
}

function storageError(problem: string): ConfigurationError {
  return new ConfigurationError('STORAGE_URL', problem);
}

/** The simulator's keys protect nothing, and say so to whoever sees them. */
const SIMULATOR: RazorpaySettings = {
  kind: 'simulator',
  baseUrl: '',
  keyId: 'rzp_test_simulator',
  keySecret: 'simulated-key-secret',
  webhookSecret: 'simulated-webhook-secret',
};

export function readRazorpay(read: Reader): RazorpaySettings {
  const text = read.text('RAZORPAY_URL') ?? 'simulator:';
  if (text === 'simulator:') return SIMULATOR;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash || url.username) {
    throw new ConfigurationError('RAZORPAY_URL', 'must be simulator: or https://api.razorpay.com.');
  }
  return {
    kind: 'razorpay',
    baseUrl: url.href.replace(/\/+$/, ''),
    keyId: requireText(read, 'RAZORPAY_KEY_ID'),
    keySecret: requireText(read, 'RAZORPAY_KEY_SECRET'),
    webhookSecret: requireText(read, 'RAZORPAY_WEBHOOK_SECRET'),
  };
}

/** An empty secret counts as missing, because anyone could sign with it. */
function requireText(read: Reader, variable: string): string {
  const text = read.text(variable);
  if (text === undefined) throw new ConfigurationError(variable, 'must be set where RAZORPAY_URL names a server.');
  return text;
}
