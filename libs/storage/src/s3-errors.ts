import { types } from 'node:util';

interface S3Response {
  name: string;
  /** Undefined when there was no response. */
  status: number | undefined;
}

/** Statuses that affect every request: a wrong region, a failed authentication, throttling. */
const OUTAGE_STATUSES = new Set([301, 307, 401, 403, 408, 429]);
/** The same, for errors whose status is also used for invalid requests. */
const OUTAGE_NAMES = new Set([
  'NoSuchBucket',
  'AuthorizationHeaderMalformed',
  'ExpiredToken',
  'InvalidToken',
  'TokenRefreshRequired',
  'RequestTimeout',
]);

/** The names of errors caused by bugs. */
const BUGS = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/** True when the file is missing, false when the bucket is. */
export function isMissingFile(error: unknown): boolean {
  const { name, status } = responseOf(error);
  return status === 404 && name !== 'NoSuchBucket';
}

/**
 * True when S3 is unreachable, failing or denies access, including missing credentials; false for bugs of this program.
 */
export function isS3Outage(error: unknown): boolean {
  const { name, status } = responseOf(error);
  if (status !== undefined) return status >= 500 || OUTAGE_STATUSES.has(status) || OUTAGE_NAMES.has(name);
  return types.isNativeError(error) && !BUGS.has(name);
}

function responseOf(error: unknown): S3Response {
  if (!types.isNativeError(error)) return { name: '', status: undefined };
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return { name: error.name, status: $metadata?.httpStatusCode };
}
