import SMTPTransport from 'nodemailer/lib/smtp-transport';

type Send = SMTPTransport['send'];

/** Says of a failure whether the server had the whole message by then: it may have taken it. */
export class SmtpTransport extends SMTPTransport {
  override send(mail: Parameters<Send>[0], callback: Parameters<Send>[1]): void {
    const { message } = mail;
    const createReadStream = message.createReadStream.bind(message);
    let isHandedOver = false;
    // It is read only after the server has asked for it, and to its end.
    message.createReadStream = (options) => createReadStream(options).once('end', () => (isHandedOver = true));
    super.send(mail, (error, info) => callback(error && Object.assign(error, { isHandedOver }), info));
  }
}
