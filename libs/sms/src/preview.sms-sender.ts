import { Injectable } from '@nestjs/common';
import { Outbox } from '@app/outbox';
import { type Sms, SmsSender } from './sms-sender.js';

/** Stores messages in the dev mailbox. */
@Injectable()
export class PreviewSmsSender extends SmsSender {
  constructor(private readonly outbox: Outbox) {
    super();
  }

  canSend(): boolean {
    return true;
  }

  send({ to, text }: Sms): Promise<void> {
    this.outbox.add({ channel: 'sms', to, subject: null, text });
    return Promise.resolve();
  }
}
