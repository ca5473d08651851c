import tls from 'node:tls';
import { Test } from '@nestjs/testing';
import { ConfigModule, readSettings } from '@app/config';
import { MailModule, MailPerhapsTakenError, MailUnavailableError, Mailer } from '@app/mail';
import { makeCertificate } from '../support/certificates.js';
import { type SmtpSecurity, type TestSmtpServer, startSmtpServer } from '../support/smtp-server.js';

const MAIL = { to: 'asha@example.com', subject: 'Hello', text: 'Somebody is looking for you.' };
const LOGIN = { username: 'hello@carqr.test', password: 'p/w: ü%' };
/** Other addresses of this machine, which the program does not know for such. */
const [FOREIGN, UNCERTIFIED] = ['0.0.0.0', '[::ffff:127.0.0.1]'] as const;
const CERTIFICATE = makeCertificate(['127.0.0.1', FOREIGN]);

describe('mail by SMTP with TLS and a login', () => {
  let server: TestSmtpServer;

  afterEach(async () => {
    jest.restoreAllMocks();
    await server.stop();
  });

  async function start(security: SmtpSecurity): Promise<void> {
    server = await startSmtpServer(security);
  }

  /** Makes this machine trust the certificate, as NODE_EXTRA_CA_CERTS does for a program that starts. */
  function trustCertificate(): void {
    const connect = tls.connect.bind(tls) as (options: tls.ConnectionOptions, done?: () => void) => tls.TLSSocket;
    const connectTrusting = (options: tls.ConnectionOptions, done?: () => void): tls.TLSSocket =>
      connect({ ...options, ca: CERTIFICATE.cert }, done);
    jest.spyOn(tls, 'connect').mockImplementation(connectTrusting as typeof tls.connect);
  }

  /** Sends a mail as the program does whose SMTP_URL names the server. */
  async function send({ host = '127.0.0.1', password = LOGIN.password, isAnonymous = false } = {}): Promise<void> {
    const url = new URL(server.url);
    const login = isAnonymous ? '' : `${encodeURIComponent(LOGIN.username)}:${encodeURIComponent(password)}@`;
    const env = {
      NODE_ENV: 'test',
      SMTP_URL: `${url.protocol}//${login}${host}:${url.port}`,
      MAIL_FROM: 'hello@carqr.test',
    };
    const settings = readSettings(env, () => 'unused');
    const imports = [ConfigModule.forRoot(settings), MailModule.forRoot(settings)];
    const app = await Test.createTestingModule({ imports }).compile();
    try {
      await app.get(Mailer).send(MAIL);
    } finally {
      await app.close();
    }
  }

  /** Nothing was taken; the mail is worth another try when somebody has mended it. */
  async function expectToWait(sending: Promise<void>, reason: RegExp): Promise<void> {
    const error = await sending.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(MailUnavailableError);
    expect(error).not.toBeInstanceOf(MailPerhapsTakenError);
    expect((error as Error).message).toMatch(reason);
    expect(server.mails).toEqual([]);
  }

  describe.each(['required', 'offered'] as const)('that is %s by the server', (mode) => {
    beforeEach(() => start({ tls: { mode, certificate: CERTIFICATE }, login: LOGIN }));

    it.each(['127.0.0.1', FOREIGN])('arrives over TLS, with the password too, at %s', async (host) => {
      trustCertificate();
      await send({ host });
      expect(server.mails).toHaveLength(1);
      expect(server.logins).toEqual([{ ...LOGIN, isEncrypted: true }]);
    });

    it('waits while the password is wrong, which is said without it', async () => {
      trustCertificate();
      await expectToWait(send({ password: 'old' }), /^EAUTH AUTH PLAIN 535 5\.7\.8$/);
    });

    it('goes to nobody whose certificate this machine does not trust', async () => {
      await expectToWait(send({ host: FOREIGN }), /^(ESOCKET|ETLS)/);
      expect(server.logins).toEqual([]);
    });

    it('goes to nobody whose certificate is for another host', async () => {
      trustCertificate();
      await expectToWait(send({ host: UNCERTIFIED }), /^(ESOCKET|ETLS)/);
      expect(server.logins).toEqual([]);
    });
  });

  describe('at a server that has no TLS', () => {
    it('sends a password to this machine alone', async () => {
      await start({ login: LOGIN });
      await expectToWait(send({ host: FOREIGN }), /^ETLS STARTTLS/);
      expect(server.logins).toEqual([]);
      await send();
      expect(server.mails).toHaveLength(1);
      expect(server.logins).toEqual([{ ...LOGIN, isEncrypted: false }]);
    });

    it('sends a mail without a password to this machine alone as well', async () => {
      await start({});
      await expectToWait(send({ host: FOREIGN, isAnonymous: true }), /^ETLS STARTTLS/);
      await send({ isAnonymous: true });
      expect(server.mails).toHaveLength(1);
    });
  });
});
