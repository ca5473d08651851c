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
   * @throws MailPerhapsTakenError when it may have been taken
   * @throws MailUnavailableError when it could not be delivered now; the messages of all of these are safe to keep
   */
  abstract send(mail: Mail): Promise<void>;
}

/** The server will not take this mail, however often it is offered: there is no such mailbox, or it is not wanted. */
export class MailRefusedError extends Error {}

/** The server could not be reached, or took no mail now. */
export class MailUnavailableError extends Error {}

/** The server had the whole mail, and did not say whether it took it: nobody can know whether it arrives. */
export class MailPerhapsTakenError extends MailUnavailableError {}
