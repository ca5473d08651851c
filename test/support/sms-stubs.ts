import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

export type SmsProviderName = 'msg91' | 'twilio';

/** How a provider may fail. None of them takes the message. */
export const SMS_FAULTS = [
  'wrong login',
  'too many requests',
  'an error page',
  'success in words alone',
  'an endless page',
  'a redirect',
  'a broken connection',
  'silence',
  'half an answer',
] as const;
export type SmsFault = (typeof SMS_FAULTS)[number];

/** What a phone would show. */
export interface TakenSms {
  /** E.164. */
  to: string;
  text: string;
}

/** A server on 127.0.0.1 that speaks one provider's interface as its documents describe it. */
export interface SmsStub {
  /** The SMS_URL that leads to it. */
  url: string;
  taken: TakenSms[];
  /** How many requests arrived, whatever became of them. */
  arrived: number;
  /** Numbers that it calls invalid. */
  invalid: Set<string>;
  /** Numbers that wrote STOP to this sender. */
  stopped: Set<string>;
  fault: SmsFault | undefined;
  /** While set, requests that arrived are answered only when it resolves. */
  gate: Promise<void> | undefined;
  /** Takes all of it back: what was taken, the fault, the numbers. */
  reset(): void;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  body: object;
}

const AUTH_KEY = 'authkey1Secret';
const TEMPLATE = '66d6d3d1d6fc0521';
/** The template that docs/sms.md has operators register. */
export const TEMPLATE_TEXT =
  '##code## is your CarQR code. It is good for ##minutes## minutes. Share it with nobody. ##appHash##';
const ACCOUNT = 'AC00000000000000000000000000000001';
const TOKEN = 'tokenSecret2';
const SENDER = '+14155550100';
/** A Messaging Service of Twilio's, which stands for several senders. */
export const MESSAGING_SERVICE = 'MG0123456789abcdef0123456789abcdef';

export async function startSmsStub(name: SmsProviderName): Promise<SmsStub> {
  const serve = name === 'msg91' ? serveMsg91 : serveTwilio;
  const server = createServer((request, response) => {
    stub.arrived++;
    void (async () => {
      const body = await readText(request);
      await stub.gate;
      if (stub.fault && stub.fault !== 'wrong login') {
        fail(stub.fault, response, name);
      } else {
        const { status, body: answer } = serve(stub, request, body);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      }
    })().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stub: SmsStub = {
    url:
      name === 'msg91'
        ? `msg91://${AUTH_KEY}@/?template=${TEMPLATE}&apiUrl=${apiUrl}`
        : `twilio://${ACCOUNT}:${TOKEN}@/?from=${SENDER}&apiUrl=${apiUrl}`,
    taken: [],
    arrived: 0,
    invalid: new Set(),
    stopped: new Set(),
    fault: undefined,
    gate: undefined,
    reset: () => {
      Object.assign(stub, { taken: [], arrived: 0, invalid: new Set(), stopped: new Set() });
      Object.assign(stub, { fault: undefined, gate: undefined });
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return stub;
}

/** Errors of MSG91 are told by `type`, and by a code for some of them; the status is often 200. */
function serveMsg91(stub: SmsStub, request: IncomingMessage, text: string): Answer {
  const error = (message: string, code?: string): Answer => ({ status: 200, body: { type: 'error', message, code } });
  if (request.method !== 'POST' || request.url !== '/api/v5/flow') return { status: 404, body: {} };
  if (request.headers['content-type'] !== 'application/json') return error('Invalid request');
  if (request.headers.authkey !== AUTH_KEY || stub.fault === 'wrong login') {
    return { status: 401, body: { type: 'error', message: 'Authentication failure', code: '207' } };
  }
  const { template_id: template, short_url: shortUrl, recipients } = JSON.parse(text);
  if (template !== TEMPLATE || shortUrl !== '0') return error('template not found');
  const [{ mobiles, ...variables }] = recipients;
  if (!mobiles) return error('Missing mobile no.', '101');
  if (!/^\d{11,15}$/.test(mobiles) || stub.invalid.has(`+${mobiles}`)) return error('Invalid mobile number', '202');
  if (stub.stopped.has(`+${mobiles}`)) return error('Number is blocked');
  const filled = TEMPLATE_TEXT.replace(/##(\w+)##/g, (hole, variable: string) => variables[variable] ?? hole);
  stub.taken.push({ to: `+${mobiles}`, text: filled.trim() });
  return { status: 200, body: { type: 'success', message: '3763646c3058373530393938' } };
}

/** Errors of Twilio have a status, and a code of their own. */
function serveTwilio(stub: SmsStub, request: IncomingMessage, text: string): Answer {
  const error = (status: number, code: number, message: string): Answer => ({
    status,
    body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
  });
  const login = `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}`;
  if (request.method !== 'POST' || request.url !== `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`) {
    return error(404, 20404, 'The requested resource was not found');
  }
  if (request.headers.authorization !== login || stub.fault === 'wrong login') {
    return error(401, 20003, 'Authenticate');
  }
  const fields = new URLSearchParams(text);
  const [to, body] = [fields.get('To'), fields.get('Body')];
  const from = fields.get('From') ?? fields.get('MessagingServiceSid');
  const expected = fields.has('From') ? SENDER : MESSAGING_SERVICE;
  if (from !== expected) return error(400, 21606, "The 'From' number is not a valid, SMS-capable number");
  if (!to) return error(400, 21604, "A 'To' phone number is required.");
  if (!body) return error(400, 21602, 'Message body is required.');
  if (!/^\+\d{7,15}$/.test(to) || stub.invalid.has(to)) return error(400, 21211, `The 'To' number ${to} is not valid.`);
  if (stub.stopped.has(to)) return error(400, 21610, 'Attempt to send to unsubscribed recipient');
  stub.taken.push({ to, text: body });
  return { status: 201, body: { sid: 'SM0123', status: 'queued', to, from, body, error_code: null } };
}

function fail(fault: Exclude<SmsFault, 'wrong login'>, response: ServerResponse, name: SmsProviderName): void {
  const json = { 'content-type': 'application/json' };
  const good = name === 'msg91' ? '{"type":"success","message":"1"' : '{"sid":"SM0123","status":"queued"';
  const goodStatus = name === 'msg91' ? 200 : 201;
  switch (fault) {
    case 'too many requests':
      response.writeHead(429, { ...json, 'retry-after': '1' });
      return void response.end('{"code":20429,"message":"Too Many Requests","status":429}');
    case 'an error page':
      return void response.writeHead(503, { 'content-type': 'text/html' }).end(`<h1>Sorry</h1>`);
    case 'success in words alone':
      return void response.writeHead(goodStatus, { 'content-type': 'text/html' }).end('<p>success</p>');
    case 'an endless page':
      response.writeHead(goodStatus, json);
      flood(response);
      return;
    case 'a redirect':
      return void response.writeHead(307, { location: '/api/v5/flow' }).end();
    case 'a broken connection':
      return void response.destroy();
    case 'half an answer':
      return void response.writeHead(goodStatus, json).write(good);
    case 'silence':
      return;
  }
}

/** Writes as long as somebody reads. */
function flood(response: ServerResponse): void {
  const page = ' '.repeat(65_536);
  const write = (): void => {
    while (!response.destroyed && response.write(page));
  };
  response.on('drain', write);
  write();
}
