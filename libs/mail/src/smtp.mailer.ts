import type { MailerService } from '@nestjs-modules/mailer';
import { type Mail, Mailer, MailPerhapsTakenError, MailRefusedError, MailUnavailableError } from './mailer.js';

/** nodemailer's error fields: the SMTP command and the server's reply. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
  isHandedOver?: boolean;
}

/** The commands whose replies concern this recipient or message rather than our server. */
const STEPS_OF_A_MAIL: readonly (string | undefined)[] = ['RCPT TO', 'DATA'];
/** Enhanced statuses (RFC 3463) about the address, the mailbox or the message; the others concern systems and policies. */
const FINAL_STATUS = /^5\.[126]\./;

/** Sends mail through an SMTP server. */
export class SmtpMailer extends Mailer {
  /**
   * @param from the sender of every mail
   * @param domain the domain of message ids
   * @param sendMs the total time limit for one mail
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
        // As an object: a string would be parsed as a list of names and addresses.
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
 * Only a rejection of this recipient or message is permanent. A rejection of our login, address, domain or reputation
 * has nothing to do with this mail, which waits until an operator has fixed the cause.
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

/** Use the reply's codes only: its text may name the recipient. */
function describe(error: SmtpError): string {
  const { code = 'UNKNOWN', command, responseCode } = error;
  return [code, command, responseCode, findStatus(error)].filter((part) => part !== undefined).join(' ');
}

function findStatus({ response = '' }: SmtpError): string | undefined {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
}
