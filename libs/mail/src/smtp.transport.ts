import SMTPTransport from 'nodemailer/lib/smtp-transport';

type Send = SMTPTransport['send'];

/** Adds to a failure whether the server had received the whole message, and so may have accepted it. */
export class SmtpTransport extends SMTPTransport {
  override send(mail: Parameters<Send>[0], callback: Parameters<Send>[1]): void {
    const { message } = mail;
    const createReadStream = message.createReadStream.bind(message);
    let isHandedOver = false;
    // The stream is read only once the server has asked for the message, and to its end.
    message.createReadStream = (options) => createReadStream(options).once('end', () => (isHandedOver = true));
    super.send(mail, (error, info) => callback(error && Object.assign(error, { isHandedOver }), info));
  }
}
