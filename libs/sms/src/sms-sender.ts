export interface Sms {
  /** E.164. */
  to: string;
  text: string;
}

/** Sends text messages; resolves when the provider has taken the message. */
export abstract class SmsSender {
  abstract send(sms: Sms): Promise<void>;
}
