/** A provider says that the number does not exist or can have no messages. */
export class SmsNumberInvalidError extends Error {
  constructor() {
    super('The SMS provider refused the number.');
    this.name = 'SmsNumberInvalidError';
  }
}

/** No provider took the message; the log says why each of them did not. */
export class SmsUnavailableError extends Error {
  constructor() {
    super('No SMS provider took the message.');
    this.name = 'SmsUnavailableError';
  }
}

/** True for errors that another number would not have had. */
export function isSmsNumberInvalid(error: unknown): boolean {
  return error instanceof SmsNumberInvalidError;
}

/** True for errors of providers that cannot serve right now, false for defects of ours. */
export function isSmsUnavailable(error: unknown): boolean {
  return error instanceof SmsUnavailableError;
}
