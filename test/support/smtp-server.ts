import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Certificate } from './certificates.js';

/** How a mail server can behave; each name is the step at which it does. */
export type SmtpBehaviour =
  | 'takes'
  /** Says that there is no such mailbox. */
  | 'refuses the recipient'
  | 'refuses the message'
  /** As servers do that think little of us. */
  | 'refuses the recipient by a rule'
  | 'refuses the message by a rule'
  | 'refuses the sender'
  /** Says that it is closing down. */
  | 'is busy'
  /** Takes the message and says so a while later. */
  | 'is slow'
  /** Takes the message and hangs up instead of saying so. */
  | 'drops after the message';

export interface TestSmtpServer {
  /** An SMTP_URL. */
  url: string;
  /** Every message that the server took, oldest first, whether or not the client learnt that it did. */
  mails: ParsedMail[];
  /** Every login that reached the server, whether or not it was right. */
  logins: { username: string; password: string; isEncrypted: boolean }[];
  behave(behaviour: SmtpBehaviour): void;
  /** Whether no client is connected and every message that came whole is among the mails. */
  isIdle(): boolean;
  stop(): Promise<void>;
}

/** What a server asks of its clients; nothing at all when there is none of it. */
export interface SmtpSecurity {
  /** Speaks TLS from the start, or once it is asked to. */
  tls?: { mode: 'required' | 'offered'; certificate: Certificate };
  /** Takes no mail without it, but takes it unencrypted as well. */
  login?: { username: string; password: string };
}

const SLOW_MS = 300;

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** A real SMTP server on 127.0.0.1 that keeps what it takes. */
export async function startSmtpServer({ tls, login }: SmtpSecurity = {}): Promise<TestSmtpServer> {
  const mails: ParsedMail[] = [];
  const logins: TestSmtpServer['logins'] = [];
  const sockets = new Set<Socket>();
  let behaviour: SmtpBehaviour = 'takes';
  /** Messages that came whole and are not among the mails yet. */
  const reading = new Set<object>();
  const server = new SMTPServer({
    ...tls?.certificate,
    secure: tls?.mode === 'required',
    authOptional: !login,
    allowInsecureAuth: true,
    disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    onAuth: ({ username, password }, { secure }, done) => {
      logins.push({ username: username ?? '', password: password ?? '', isEncrypted: secure });
      const isRight = username === login?.username && password === login?.password;
      done(isRight ? null : refusal(535, '5.7.8 wrong user or password'), { user: username ?? '' });
    },
    disableReverseLookup: true,
    closeTimeout: 50,
    onMailFrom: (_address, _session, done) =>
      done(
        behaviour === 'is busy'
          ? refusal(421, '4.3.2 service not available')
          : behaviour === 'refuses the sender'
            ? refusal(550, '5.7.1 you may not send')
            : null,
      ),
    onRcptTo: ({ address }, _session, done) =>
      done(
        behaviour === 'refuses the recipient'
          ? refusal(550, `5.1.1 <${address}> no such mailbox`)
          : behaviour === 'refuses the recipient by a rule'
            ? refusal(554, '5.7.1 you are on a list')
            : null,
      ),
    onData: (stream, { remotePort }, done) => {
      const take = (mail: ParsedMail): void => {
        if (behaviour === 'refuses the message') {
          done(refusal(554, '5.6.0 not wanted'));
          return;
        }
        if (behaviour === 'refuses the message by a rule') {
          done(refusal(550, '5.7.1 not signed'));
          return;
        }
        mails.push(mail);
        if (behaviour === 'drops after the message')
          [...sockets].find((socket) => socket.remotePort === remotePort)?.destroy();
        else setTimeout(done, behaviour === 'is slow' ? SLOW_MS : 0);
      };
      stream.once('end', () => reading.add(stream));
      // A client that is killed in the middle of a message has sent none.
      void simpleParser(stream)
        .then(take, () => undefined)
        .finally(() => reading.delete(stream));
    },
  });
  server.server.on('connection', (socket: Socket) => sockets.add(socket.on('close', () => sockets.delete(socket))));
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `${tls?.mode === 'required' ? 'smtps' : 'smtp'}://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    logins,
    behave: (next) => {
      behaviour = next;
    },
    isIdle: () => sockets.size === 0 && reading.size === 0,
    stop: () =>
      new Promise((resolve) => {
        // Node crashes when a connection is taken away beneath its TLS; those end by themselves within the time to close.
        if (!tls) sockets.forEach((socket) => socket.destroy());
        server.close(() => resolve());
      }),
  };
}

/** What a server says at each step of taking a mail; the last one ends the mail. */
const REPLIES = ['220 hello', '250 hello', '250 sender', '250 recipient', '354 go on', '250 taken'];

/** A server that answers the first `steps` steps and then nothing any more. */
export async function startSilentServer(steps: number): Promise<{ url: string; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const replies = REPLIES.slice(0, steps);
    const answer = (): void => {
      const reply = replies.shift();
      if (reply) socket.write(`${reply}\r\n`);
    };
    answer();
    socket.on('error', () => undefined).on('data', answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}
