import type { MailerService } from '@nestjs-modules/mailer';
import { type Mail, Mailer, MailPerhapsTakenError, MailRefusedError, MailUnavailableError } from './mailer.js';

/** What nodemailer adds to its errors: at which command the server said what. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
  isHandedOver?: boolean;
}

/** The steps at which the server speaks of this recipient and this message, and not of us. */
const STEPS_OF_A_MAIL: readonly (string | undefined)[] = ['RCPT TO', 'DATA'];
/** Of all enhanced statuses (RFC 3463) those of the address, the mailbox and the message; the rest speak of systems and rules. */
const FINAL_STATUS = /^5\.[126]\./;

/** Sends mail through an SMTP server. */
export class SmtpMailer extends Mailer {
  /**
   * @param from who every mail is from
   * @param domain what the ids of mails end with
   * @param sendMs how long one mail may take in all
   */
  constructor(
    private readonly smtp: MailerService,
    private readonly from: { name: string; address: string },
    private readonly domain: string,
    private readonly sendMs: number,
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
        signal: AbortSignal.timeout(this.sendMs),
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
 * Only a refusal of this recipient or this very message is for good. One of our login, our address, our domain or our
 * reputation is nothing that this mail could help: it waits until somebody has seen to it.
 */
function translate(error: SmtpError): Error {
  const { code, command, responseCode, isHandedOver } = error;
  const reason = describe(error);
  const status = findStatus(error);
  const isImpossibleAddress = code === 'EENVELOPE' && command === 'API';
  const isRefused = STEPS_OF_A_MAIL.includes(command) && responseCode !== undefined && responseCode >= 500;
  if (isImpossibleAddress || (isRefused && (status === undefined || FINAL_STATUS.test(status)))) {
    return new MailRefusedError(reason);
  }
  const isAnswered = responseCode !== undefined;
  return isHandedOver && !isAnswered ? new MailPerhapsTakenError(reason) : new MailUnavailableError(reason);
}

/** The server's own words name the recipient; its codes do not. */
function describe(error: SmtpError): string {
  const { code = 'UNKNOWN', command, responseCode } = error;
  return [code, command, responseCode, findStatus(error)].filter((part) => part !== undefined).join(' ');
}

function findStatus({ response = '' }: SmtpError): string | undefined {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
}
