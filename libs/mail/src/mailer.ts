export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Sends mail; resolves when the server has taken the message. */
export abstract class Mailer {
  abstract send(mail: Mail): Promise<void>;
}
