interface ErrorExtras {
  status?: number;
  code?: string;
  /** The invalid field of the request. */
  field?: string;
  source?: string;
  step?: string;
  reason?: string;
}

/** An error response in Razorpay's documented shape; most errors have status 400. */
export class RazorpayError extends Error {
  readonly status: number;
  readonly field: string | undefined;
  readonly body: { error: Record<string, unknown> };

  constructor(description: string, extras: ErrorExtras = {}) {
    super(description);
    this.name = 'RazorpayError';
    this.status = extras.status ?? 400;
    this.field = extras.field;
    this.body = {
      error: {
        code: extras.code ?? 'BAD_REQUEST_ERROR',
        description,
        source: extras.source ?? 'business',
        step: extras.step ?? 'payment_initiation',
        reason: extras.reason ?? 'input_validation_failed',
        metadata: {},
        ...(extras.field && { field: extras.field }),
      },
    };
  }
}

const NOT_APPLICABLE = { source: 'NA', step: 'NA', reason: 'NA' };

/** Razorpay responds to unknown ids with 400, not 404. */
export class UnknownIdError extends RazorpayError {
  constructor() {
    super('The id provided does not exist');
  }
}

export const unknownUrl = (): RazorpayError =>
  new RazorpayError('The requested URL was not found on the server.', NOT_APPLICABLE);

export const unauthenticated = (): RazorpayError =>
  new RazorpayError('Authentication failed', { status: 401, ...NOT_APPLICABLE });

export const tooManyRequests = (): RazorpayError =>
  new RazorpayError('Request failed because of too many requests', { status: 429, ...NOT_APPLICABLE });

export const unreadable = (): RazorpayError => new RazorpayError('The request could not be read.', NOT_APPLICABLE);

export const serverError = (): RazorpayError =>
  new RazorpayError('We are facing some trouble completing your request at the moment. Please try again shortly.', {
    status: 500,
    code: 'SERVER_ERROR',
    ...NOT_APPLICABLE,
  });
