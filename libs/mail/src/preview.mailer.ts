import { Injectable } from '@nestjs/common';
import { Outbox } from '@app/outbox';
import { type Mail, Mailer } from './mailer.js';

/** Stores mail in the dev mailbox. */
@Injectable()
export class PreviewMailer extends Mailer {
  constructor(private readonly outbox: Outbox) {
    super();
  }

  send({ to, subject, text }: Mail): Promise<void> {
    this.outbox.add({ channel: 'email', to, subject, text });
    return Promise.resolve();
  }
}
