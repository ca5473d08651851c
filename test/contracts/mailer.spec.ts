import { Test } from '@nestjs/testing';
import { ClockModule } from '@app/clock';
import { ConfigModule, readSettings } from '@app/config';
import {
  type Mail,
  MailModule,
  MailPerhapsTakenError,
  MailRefusedError,
  MailUnavailableError,
  Mailer,
  type SmtpTimeouts,
} from '@app/mail';
import { Outbox } from '@app/outbox';
import { type SmtpBehaviour, type TestSmtpServer, startSilentServer, startSmtpServer } from '../support/smtp-server.js';

const MAIL: Mail = {
  to: 'asha@example.com',
  subject: 'नमस्ते, somebody is looking for you: KA01AB1234',
  text: 'Ravi & Meera <are waiting>\n.\nपार्किंग\n',
  html: '<p>Ravi &amp; Meera &lt;are waiting&gt; पार्किंग</p>',
  id: '01938a5e-7c11-7abc-8def-012345678901',
  unsubscribeUrl: 'https://carqr.test/mail/unsubscribe?token=abc.def',
};

interface OpenMailer {
  mailer: Mailer;
  outbox: Outbox | undefined;
  close: () => Promise<void>;
}

async function openMailer(url: string, timeouts?: SmtpTimeouts): Promise<OpenMailer> {
  const env = {
    NODE_ENV: 'test',
    SMTP_URL: url,
    MAIL_FROM: 'CarQR <hello@carqr.test>',
    PUBLIC_URL: 'https://carqr.test',
  };
  const settings = readSettings(env, () => 'unused');
  const imports = [ConfigModule.forRoot(settings), ClockModule, MailModule.forRoot(settings, timeouts)];
  const app = await Test.createTestingModule({ imports }).compile();
  await app.init();
  const isPreview = settings.mail.kind === 'preview';
  const outbox = isPreview ? app.get(Outbox, { strict: false }) : undefined;
  return { mailer: app.get(Mailer), outbox, close: () => app.close() };
}

describe('the preview', () => {
  it('keeps what was sent for a developer to read', async () => {
    const { mailer, outbox, close } = await openMailer('preview:');
    await mailer.send(MAIL);
    const { to, subject, text } = MAIL;
    expect(outbox?.list(to)).toEqual([{ channel: 'email', to, subject, text, at: expect.any(Date) }]);
    await close();
  });
});

describe('mail by SMTP', () => {
  let server: TestSmtpServer;
  let open: OpenMailer;

  beforeAll(async () => {
    server = await startSmtpServer();
    open = await openMailer(server.url);
  });

  afterEach(() => {
    server.behave('takes');
    server.mails.length = 0;
  });

  afterAll(async () => {
    await open.close();
    await server.stop();
  });

  it('arrives with its words in text and HTML, its sender and its id', async () => {
    await open.mailer.send(MAIL);
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      subject: MAIL.subject,
      text: MAIL.text,
      html: expect.stringContaining(MAIL.html!),
      messageId: `<${MAIL.id}@carqr.test>`,
      from: { value: [{ name: 'CarQR', address: 'hello@carqr.test' }] },
      to: { value: [{ address: MAIL.to }] },
    });
  });

  it('can be ended with one click, where that is offered', async () => {
    await open.mailer.send(MAIL);
    const { unsubscribeUrl, ...other } = MAIL;
    await open.mailer.send(other);
    const [ending, plain] = server.mails.map(({ headerLines }) => headerLines.map(({ line }) => line));
    expect(ending).toContain(`List-Unsubscribe: <${unsubscribeUrl}>`);
    expect(ending).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(plain!.join()).not.toMatch(/list-unsubscribe/i);
  });

  it.each([
    ['a subject with a line break', { subject: 'Hello\r\nBcc: victim@example.com' }],
    ['an address with a line break', { to: 'asha@example.com\r\nBcc: victim@example.com' }],
    ['an address that is a list', { to: 'asha@example.com, victim@example.com' }],
    ['an address with a name', { to: 'Victim <victim@example.com>' }],
  ])('reaches nobody else through %s', async (_, changes) => {
    await open.mailer.send({ ...MAIL, ...changes }).catch(() => undefined);
    for (const mail of server.mails) {
      expect(mail.headers.has('bcc')).toBe(false);
      expect(JSON.stringify(mail.to)).not.toContain('"address":"victim@example.com"');
    }
  });

  it.each<[SmtpBehaviour, string]>([
    ['refuses the recipient', 'EENVELOPE RCPT TO 550 5.1.1'],
    ['refuses the message', 'EMESSAGE DATA 554 5.6.0'],
  ])('is refused for good when the server %s, which is said without personal data', async (behaviour, reason) => {
    server.behave(behaviour);
    await expect(open.mailer.send(MAIL)).rejects.toEqual(new MailRefusedError(reason));
    await expect(open.mailer.send(MAIL)).rejects.toBeInstanceOf(MailRefusedError);
  });

  it.each<[SmtpBehaviour, RegExp]>([
    ['is busy', /^EENVELOPE MAIL FROM 421 4\.3\.2$/],
    ['refuses the sender', /^EENVELOPE MAIL FROM 550 5\.7\.1$/],
    ['refuses the recipient by a rule', /^EENVELOPE RCPT TO 554 5\.7\.1$/],
    ['refuses the message by a rule', /^EMESSAGE DATA 550 5\.7\.1$/],
  ])('may be tried again when the server %s', async (behaviour, reason) => {
    server.behave(behaviour);
    const error = await open.mailer.send(MAIL).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MailUnavailableError);
    expect(error).not.toBeInstanceOf(MailPerhapsTakenError);
    expect((error as Error).message).toMatch(reason);
  });

  it('is perhaps taken when the server had all of it and hangs up', async () => {
    server.behave('drops after the message');
    await expect(open.mailer.send(MAIL)).rejects.toBeInstanceOf(MailPerhapsTakenError);
  });

  it('may be tried again when there is no server', async () => {
    const gone = await startSmtpServer();
    await gone.stop();
    const { mailer, close } = await openMailer(gone.url);
    await expect(mailer.send(MAIL)).rejects.toBeInstanceOf(MailUnavailableError);
    await close();
  });

  it('is given up within its time whatever the step that the server falls silent at', async () => {
    const outcomes = await Promise.all(
      // The greeting, four commands and the message.
      [0, 1, 2, 3, 4, 5].map(async (steps) => {
        const silent = await startSilentServer(steps);
        const { mailer, close } = await openMailer(silent.url, { connectMs: 300, silenceMs: 300, sendMs: 10_000 });
        const outcome = await mailer.send(MAIL).catch((error: unknown) => error);
        await close();
        await silent.stop();
        return outcome;
      }),
    );
    for (const outcome of outcomes) expect(outcome).toBeInstanceOf(MailUnavailableError);
    expect(outcomes.map((outcome) => outcome instanceof MailPerhapsTakenError).indexOf(true)).toBe(5);
  });

  it('has as much time in all as it is given', async () => {
    const silent = await startSilentServer(2);
    const { mailer, close } = await openMailer(silent.url, { connectMs: 10_000, silenceMs: 10_000_000, sendMs: 300 });
    await expect(mailer.send(MAIL)).rejects.toBeInstanceOf(MailUnavailableError);
    await close();
    await silent.stop();
  });
});
