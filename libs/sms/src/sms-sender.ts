/** An `alert` tells of something that has happened. Indian operators want a registered template for each kind. */
export type SmsKind = 'code' | 'alert';

export interface Sms {
  kind: SmsKind;
  /** E.164. */
  to: string;
  text: string;
  /** What the text is made of, by name, for a provider that fills a template of its own in place of sending the text. */
  variables: Readonly<Record<string, string>>;
}

/** Sends text messages. */
export abstract class SmsSender {
  /** Whether any provider has what it needs to send messages of this kind. */
  abstract canSend(kind: SmsKind): boolean;

  /**
   * Resolves when a provider has taken the message, or within eight seconds fails.
   *
   * @throws an error for which `isSmsNumberInvalid` is true when the number can have no messages,
   *   and one for which `isSmsUnavailable` is true when no provider takes the message for any other reason
   */
  abstract send(sms: Sms): Promise<void>;
}
