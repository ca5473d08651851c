import { types } from 'node:util';

interface S3Answer {
  name: string;
  /** Absent when no answer came back. */
  status: number | undefined;
}

/** The status of answers that mean no to everybody: a wrong region, a refused login, too many requests. */
const REFUSALS = new Set([301, 307, 401, 403, 408, 429]);
/** Such answers that share their status with defects of a request. */
const REFUSAL_NAMES = new Set([
  'NoSuchBucket',
  'AuthorizationHeaderMalformed',
  'ExpiredToken',
  'InvalidToken',
  'TokenRefreshRequired',
  'RequestTimeout',
]);

/** What JavaScript calls the errors of a program. */
const DEFECTS = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/** True when the bucket has no such file, false when there is not even the bucket. */
export function isMissingFile(error: unknown): boolean {
  const { name, status } = answerOf(error);
  return status === 404 && name !== 'NoSuchBucket';
}

/**
 * True for an S3 that is out of reach, failing or closed to us, which includes credentials that cannot be had; false for
 * defects of ours.
 */
export function isS3Outage(error: unknown): boolean {
  const { name, status } = answerOf(error);
  if (status !== undefined) return status >= 500 || REFUSALS.has(status) || REFUSAL_NAMES.has(name);
  return types.isNativeError(error) && !DEFECTS.has(name);
}

function answerOf(error: unknown): S3Answer {
  if (!types.isNativeError(error)) return { name: '', status: undefined };
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return { name: error.name, status: $metadata?.httpStatusCode };
}
