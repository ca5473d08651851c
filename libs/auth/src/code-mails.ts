import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '@app/config';
import { Mailer } from '@app/mail';
import { codeText } from './code-text.js';

/** Mails one-time codes. */
@Injectable()
export class CodeMails {
  private readonly logger = new Logger(CodeMails.name);

  constructor(
    private readonly mailer: Mailer,
    private readonly settings: Settings,
  ) {}

  /** Nobody waits for the mail: how long it takes would tell a stranger that there is somebody to mail it to. */
  send(to: string, code: string): void {
    this.deliver(to, code).catch((error: unknown) => this.logger.warn('A code could not be mailed.', error));
  }

  private async deliver(to: string, code: string): Promise<void> {
    await nextTurn();
    await this.mailer.send({ to, subject: 'Your CarQR code', text: codeText(code, this.settings.otp.ttlSeconds) });
  }
}
