/** A provider reports that the number does not exist or cannot receive messages. */
export class SmsNumberInvalidError extends Error {
  constructor() {
    super('The SMS provider refused the number.');
    this.name = 'SmsNumberInvalidError';
  }
}

/** No provider accepted the message; the log has each provider's reason. */
export class SmsUnavailableError extends Error {
  constructor() {
    super('No SMS provider took the message.');
    this.name = 'SmsUnavailableError';
  }
}

/** True when the number caused the error. */
export function isSmsNumberInvalid(error: unknown): boolean {
  return error instanceof SmsNumberInvalidError;
}

/** True when no provider can serve now, false for defects in this program. */
export function isSmsUnavailable(error: unknown): boolean {
  return error instanceof SmsUnavailableError;
}
