export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The same as the text, for programs that show HTML. */
  html?: string;
  /** Makes every repetition of this mail recognisable as the same one. */
  id?: string;
  /** Where one POST ends mails of this kind, for the button that mail programs show. */
  unsubscribeUrl?: string;
}

/** Sends mail; resolves when the server has taken the message. */
export abstract class Mailer {
  /**
   * @throws MailRefusedError when this mail can never be delivered
   * @throws Error whose message is safe to keep, when it could not be delivered now
   */
  abstract send(mail: Mail): Promise<void>;
}

/** The server will not take this mail, however often it is offered: there is no such mailbox, or it is not wanted. */
export class MailRefusedError extends Error {}

/** The server could not be reached, or took no mail now. */
export class MailUnavailableError extends Error {}
