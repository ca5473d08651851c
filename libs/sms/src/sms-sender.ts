/** An `alert` reports an event. Indian operators require a registered template for each kind. */
export type SmsKind = 'code' | 'alert';

export interface Sms {
  kind: SmsKind;
  /** E.164. */
  to: string;
  text: string;
  /** The text's variables by name, for a provider that fills its own template instead of sending the text. */
  variables: Readonly<Record<string, string>>;
}

/** Sends text messages. */
export abstract class SmsSender {
  /** Whether any provider is configured to send messages of this kind. */
  abstract canSend(kind: SmsKind): boolean;

  /**
   * Resolves when a provider has accepted the message; fails within eight seconds otherwise.
   *
   * @throws an error for which `isSmsNumberInvalid` is true when the number cannot receive messages,
   *   and one for which `isSmsUnavailable` is true when no provider accepts the message for any other reason
   */
  abstract send(sms: Sms): Promise<void>;
}
