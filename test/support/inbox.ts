import type { Outbox, OutboxMessage } from '@app/outbox';

/** Reads what was sent to somebody: at once by SMS, and by mail through the outbox of notices. */
export class Inbox {
  /**
   * @param outbox what was sent
   * @param deliverMails resolves when every mail that a request has caused so far is there
   */
  constructor(
    private readonly outbox: Outbox,
    private readonly deliverMails: () => Promise<void>,
  ) {}

  /** Everything sent to a recipient so far, newest first. */
  to(recipient: string): OutboxMessage[] {
    return this.outbox.list(recipient);
  }

  /** The newest one-time code sent to a phone. */
  codeFor(phone: string): string {
    return readCode(
      this.to(phone).find(({ text }) => CODE.test(text)),
      phone,
    );
  }

  /** The mails to an address that hold a one-time code, newest first. */
  async codeMailsTo(address: string): Promise<OutboxMessage[]> {
    await this.deliverMails();
    return this.to(address).filter(({ text }) => CODE.test(text));
  }

  /** The newest one-time code mailed to an address. */
  async codeMailedTo(address: string): Promise<string> {
    return readCode((await this.codeMailsTo(address))[0], address);
  }
}

/** A code stands on a line of its own in a mail, and at the beginning of an SMS. */
const CODE = /^\s*(?:<#> )?(\d{6})\b/m;

function readCode(message: OutboxMessage | undefined, recipient: string): string {
  const code = CODE.exec(message?.text ?? '')?.[1];
  if (!code) throw new Error(`No code was sent to ${recipient}.`);
  return code;
}
