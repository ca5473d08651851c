/** One entry of an error catalogue: the code that clients see, its status and its sentence for a person. */
export interface ErrorDefinition {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

/** What is wrong with one field of a request. */
export interface FieldProblem {
  field: string;
  message: string;
}

export interface ErrorExtras {
  details?: readonly FieldProblem[];
  retryAfterSeconds?: number;
}

/** Errors that any route may return. Each feature keeps its own beside its service. */
export const CommonErrors = {
  VALIDATION_FAILED: { code: 'VALIDATION_FAILED', status: 422, message: 'Some fields are not valid.' },
  INVALID_PHONE: { code: 'INVALID_PHONE', status: 422, message: 'Please give a valid phone number.' },
  INVALID_REQUEST: { code: 'INVALID_REQUEST', status: 400, message: 'The request could not be read.' },
  UNAUTHORIZED: { code: 'UNAUTHORIZED', status: 401, message: 'Please sign in.' },
  FORBIDDEN: { code: 'FORBIDDEN', status: 403, message: 'You are not allowed to do this.' },
  REAUTHENTICATION_REQUIRED: {
    code: 'REAUTHENTICATION_REQUIRED',
    status: 403,
    message: 'Please confirm that it is you, and try again.',
  },
  NOT_FOUND: { code: 'NOT_FOUND', status: 404, message: 'There is nothing at this address.' },
  PAYLOAD_TOO_LARGE: { code: 'PAYLOAD_TOO_LARGE', status: 413, message: 'The request is too large.' },
  UNSUPPORTED_MEDIA_TYPE: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    status: 415,
    message: 'Please send JSON or a URL-encoded form.',
  },
  RATE_LIMITED: { code: 'RATE_LIMITED', status: 429, message: 'Too many requests. Please wait a little.' },
  SERVER_ERROR: { code: 'SERVER_ERROR', status: 500, message: 'Something went wrong on our side.' },
  SERVICE_UNAVAILABLE: {
    code: 'SERVICE_UNAVAILABLE',
    status: 503,
    message: 'The service is not available right now. Please try again shortly.',
  },
} as const satisfies Record<string, ErrorDefinition>;

/** An error for the client. `context` goes to the log only, never into the response. */
export class AppError extends Error {
  constructor(
    readonly definition: ErrorDefinition,
    readonly context: Readonly<Record<string, unknown>> = {},
    readonly extras: ErrorExtras = {},
  ) {
    super(definition.message);
    this.name = 'AppError';
  }
}

/** 422 VALIDATION_FAILED for the given fields. */
export function invalidFields(...details: FieldProblem[]): AppError {
  return new AppError(CommonErrors.VALIDATION_FAILED, {}, { details });
}

/** 429 RATE_LIMITED with Retry-After. */
export function rateLimited(retryAfterSeconds: number, limitName: string): AppError {
  return new AppError(CommonErrors.RATE_LIMITED, { limitName }, { retryAfterSeconds: Math.ceil(retryAfterSeconds) });
}
