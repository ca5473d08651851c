import { HttpException } from '@nestjs/common';
import { isDatabaseUnavailable } from '@app/database';
import { isStoreUnavailable } from '@app/redis';
import { isSmsUnavailable } from '@app/sms';
import { isStorageUnavailable } from '@app/storage';
import { AppError, CommonErrors, type ErrorDefinition, type FieldProblem } from './app-error.js';

const UNAVAILABLE_RETRY_SECONDS = 5;

export interface ErrorBody {
  success: false;
  error: string;
  code: string;
  message: string;
  requestId: string;
  details?: readonly FieldProblem[];
  retryAfter?: number;
}

/**
 * Turns any thrown value, from this program, Nest or Fastify, into an error that is safe to show to a client.
 *
 * Unexpected errors become SERVER_ERROR; their own message goes to the log only.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if ([isDatabaseUnavailable, isStoreUnavailable, isStorageUnavailable, isSmsUnavailable].some((is) => is(error))) {
    return new AppError(CommonErrors.SERVICE_UNAVAILABLE, {}, { retryAfterSeconds: UNAVAILABLE_RETRY_SECONDS });
  }
  return new AppError(definitionOfStatus(statusOf(error)));
}

/** The envelope of a failure. */
export function toErrorBody(error: AppError, requestId: string): ErrorBody {
  const { code, message } = error.definition;
  const { details, retryAfterSeconds } = error.extras;
  return {
    success: false,
    error: message,
    code,
    message,
    requestId,
    ...(details && { details }),
    ...(retryAfterSeconds !== undefined && { retryAfter: retryAfterSeconds }),
  };
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  // Trust the status of Fastify's own errors only; in others it may be the status of a server that we called.
  const { code, statusCode } = (error instanceof Error ? error : {}) as { code?: unknown; statusCode?: unknown };
  return typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number' ? statusCode : 500;
}

function definitionOfStatus(status: number): ErrorDefinition {
  switch (status) {
    case 401:
      return CommonErrors.UNAUTHORIZED;
    case 403:
      return CommonErrors.FORBIDDEN;
    case 404:
    case 405:
      return CommonErrors.NOT_FOUND;
    case 413:
      return CommonErrors.PAYLOAD_TOO_LARGE;
    case 415:
      return CommonErrors.UNSUPPORTED_MEDIA_TYPE;
    case 429:
      return CommonErrors.RATE_LIMITED;
    case 503:
      return CommonErrors.SERVICE_UNAVAILABLE;
    default:
      return status >= 400 && status < 500 ? CommonErrors.INVALID_REQUEST : CommonErrors.SERVER_ERROR;
  }
}
