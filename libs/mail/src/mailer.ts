export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The text as HTML. */
  html?: string;
  /** Identifies retries of the same mail. */
  id?: string;
  /** The one-click unsubscribe URL (RFC 8058): one POST ends mails of this kind. */
  unsubscribeUrl?: string;
}

/** Sends mail; resolves when the server has accepted the message. */
export abstract class Mailer {
  /**
   * @throws MailRefusedError when this mail can never be delivered
   * @throws MailPerhapsTakenError when the server may have accepted it
   * @throws MailUnavailableError when it cannot be delivered now; the messages of all three are safe to store
   */
  abstract send(mail: Mail): Promise<void>;
}

/** Permanent failure: the mailbox does not exist, or the message is rejected. */
export class MailRefusedError extends Error {}

/** Temporary failure: the server is unreachable or accepts no mail now. */
export class MailUnavailableError extends Error {}

/** The server received the whole mail but did not confirm it, so delivery is unknown. */
export class MailPerhapsTakenError extends MailUnavailableError {}
