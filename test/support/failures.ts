import type { Answer } from './api-client.js';

/** The contract's codes, with the statuses that each may come with. */
const CODES: Record<string, readonly number[]> = {
  INVALID_PHONE: [422],
  VALIDATION_FAILED: [422],
  // What is no HTTP at all, or never ends, and a range past the end of a file have statuses of their own.
  INVALID_REQUEST: [400, 408, 416, 431],
  INVALID_OTP: [401],
  INVALID_CREDENTIALS: [401],
  UNAUTHORIZED: [401],
  INVALID_REFRESH_TOKEN: [401],
  FORBIDDEN: [403],
  USER_NOT_FOUND: [404],
  CAR_NOT_FOUND: [404],
  QR_NOT_FOUND: [404],
  SCAN_NOT_FOUND: [404],
  PAYMENT_NOT_FOUND: [404],
  SESSION_NOT_FOUND: [404],
  NOT_FOUND: [404],
  EMAIL_TAKEN: [409],
  PHONE_TAKEN: [409],
  PAYLOAD_TOO_LARGE: [413],
  UNSUPPORTED_MEDIA_TYPE: [415],
  INVALID_SIGNATURE: [400],
  AMOUNT_MISMATCH: [422],
  INVALID_PLAN: [422],
  PAYMENT_PROVIDER_ERROR: [502],
  RATE_LIMITED: [429],
  SERVICE_UNAVAILABLE: [503],
  SERVER_ERROR: [500],
};

/** What no client needs to know: where it broke, in what, and how we are built. */
const INTERNALS =
  /\bat .+:\d+|node_modules|\.[jt]s\b|SELECT|INSERT|UPDATE|sqlite|mysql|mariadb|redis|typeorm|fastify|nest|FST_|ECONN|127\.0\.0\.1|stack/i;

/** Expects the envelope of a failure: all of its fields, nothing else, and nothing that is none of the client's business. */
export function expectFailure(answer: Answer, status: number, code: string): void {
  const { headers, body, text } = answer;
  expect({ status: answer.status, code: body?.code, text }).toMatchObject({ status, code });
  expect(CODES[code]).toContain(status);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.get('cache-control')).toBe('no-store');
  const { details, retryAfter, ...envelope } = body;
  expect(envelope).toEqual({
    success: false,
    error: expect.stringMatching(/^[A-Z].*\.$/),
    code,
    message: body.error,
    requestId: headers.get('x-request-id'),
  });
  expect(envelope.requestId).toMatch(/^[\w.-]{8,64}$/);
  expect('details' in body).toBe(code === 'VALIDATION_FAILED');
  for (const detail of details ?? []) {
    expect(detail).toEqual({ field: expect.any(String), message: expect.stringMatching(/./) });
  }
  const mustWait = status === 429 || status === 503;
  expect('retryAfter' in body).toBe(mustWait);
  if (mustWait) expect(headers.get('retry-after')).toBe(String(retryAfter));
  expect(text.replace(envelope.requestId, '')).not.toMatch(INTERNALS);
}

/** Whether a code is one of the contract's. */
export const isKnownCode = (code: unknown): boolean => typeof code === 'string' && code in CODES;
