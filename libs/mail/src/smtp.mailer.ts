import type { MailerService } from '@nestjs-modules/mailer';
import { type Mail, Mailer, MailRefusedError, MailUnavailableError } from './mailer.js';

/** What nodemailer adds to its errors: at which command the server said what. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

/** Sends mail through an SMTP server. */
export class SmtpMailer extends Mailer {
  /**
   * @param from who every mail is from
   * @param domain what the ids of mails end with
   */
  constructor(
    private readonly smtp: MailerService,
    private readonly from: { name: string; address: string },
    private readonly domain: string,
  ) {
    super();
  }

  async send({ to, subject, text, html, id, unsubscribeUrl }: Mail): Promise<void> {
    try {
      await this.smtp.sendMail({
        from: this.from,
        // As an object: text would be read as a list of names and addresses.
        to: { name: '', address: to },
        subject,
        text,
        ...(html !== undefined && { html }),
        ...(id !== undefined && { messageId: `<${id}@${this.domain}>` }),
        headers: {
          'Auto-Submitted': 'auto-generated',
          ...(unsubscribeUrl !== undefined && {
            'List-Unsubscribe': { prepared: true, value: `<${unsubscribeUrl}>` },
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
        },
      });
    } catch (error) {
      throw translate(error as SmtpError);
    }
  }
}

/**
 * Only a refusal of this recipient or this very message is for good. One of our login or of our own address is a mistake
 * in the settings, which does not make the mail undeliverable.
 */
function translate(error: SmtpError): Error {
  const { code, command, responseCode } = error;
  const isImpossibleAddress = code === 'EENVELOPE' && command === 'API';
  const isRefused = (command === 'RCPT TO' || command === 'DATA') && responseCode !== undefined && responseCode >= 500;
  const reason = describe(error);
  return isImpossibleAddress || isRefused ? new MailRefusedError(reason) : new MailUnavailableError(reason);
}

/** The server's own words name the recipient; its codes do not (RFC 3463). */
function describe({ code = 'UNKNOWN', command, responseCode, response = '' }: SmtpError): string {
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  return [code, command, responseCode, status].filter((part) => part !== undefined).join(' ');
}
