import type { Outbox, OutboxMessage } from '@app/outbox';

/** Reads what was sent to somebody. */
export class Inbox {
  constructor(private readonly outbox: Outbox) {}

  /** Everything sent to a recipient, newest first. */
  to(recipient: string): OutboxMessage[] {
    return this.outbox.list(recipient);
  }

  /** The newest one-time code sent to a recipient. */
  codeFor(recipient: string): string {
    const code = /\b\d{6}\b/.exec(this.to(recipient)[0]?.text ?? '')?.[0];
    if (!code) throw new Error(`No code was sent to ${recipient}.`);
    return code;
  }
}
