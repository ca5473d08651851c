import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { ConfigurationError } from './configuration-error.js';
import { readTextFile } from './secret-files.js';
import type { TlsSettings } from './settings.js';

/**
 * TLS to MySQL: `?ssl=true`, and `&ca=/path` for a private authority. Other parameters are rejected, because a misspelt
 * one would leave the connection unencrypted.
 */
export function readMysqlTls(variable: string, url: URL): TlsSettings | undefined {
  const given = readParameters(variable, url.search, ['ssl', 'ca']);
  if (!['true', 'false', undefined].includes(given.ssl)) {
    throw new ConfigurationError(variable, 'must have ssl=true or ssl=false as its ssl.');
  }
  if (given.ssl !== 'true') {
    if (given.ca) throw new ConfigurationError(variable, 'must have ssl=true beside its ca.');
    return undefined;
  }
  // The driver checks certificates against names only.
  if (isIP(url.hostname.replace(/^\[|\]$/g, ''))) {
    throw new ConfigurationError(variable, 'must name its server by a host name where ssl=true, not by an address.');
  }
  return readAuthority(variable, given.ca);
}

/** TLS to Redis: a scheme that begins with `rediss`, and `?ca=/path` for a private authority. */
export function readRedisTls(hasTls: boolean, query = ''): TlsSettings | undefined {
  const { ca } = readParameters('REDIS_URL', query, ['ca']);
  if (!hasTls) {
    if (ca) throw new ConfigurationError('REDIS_URL', 'must begin with rediss where it has a ca.');
    return undefined;
  }
  return readAuthority('REDIS_URL', ca);
}

function readParameters<N extends string>(
  variable: string,
  query: string,
  names: readonly N[],
): Partial<Record<N, string>> {
  const given = new URLSearchParams(query);
  const keys = [...given.keys()];
  if (keys.some((key) => !(names as readonly string[]).includes(key)) || new Set(keys).size < keys.length) {
    throw new ConfigurationError(variable, `must have no parameters but ${names.join(' and ')}, each at most once.`);
  }
  return Object.fromEntries(given) as Partial<Record<N, string>>;
}

function readAuthority(variable: string, path: string | undefined): TlsSettings {
  if (!path) return {};
  const ca = readTextFile(variable, path);
  try {
    new X509Certificate(ca);
  } catch {
    throw new ConfigurationError(variable, `names ${path} as its ca, which is no certificate in PEM.`);
  }
  return { ca };
}
