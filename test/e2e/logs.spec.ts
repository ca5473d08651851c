import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import { LookupsService } from '@app/qr';
import { UsersService } from '@app/users';
import { type Owner, type Person, makePremium, newPhone, signIn, signInOwner } from '../support/people.js';
import { openSocket, sendRaw } from '../support/raw-http.js';
import { type TestApp, startApp } from '../support/start-app.js';

const EMAILS = ['asha.rao@example.com', 'ravi.kumar@example.com'] as const;
const NOTES = 'Please move, I am at +91 99887-76655 or meera@example.com';

interface Line {
  level: string;
  time: string;
  requestId: string;
  accountId?: string;
  sessionId?: string;
  method: string;
  route: string;
  status: number;
  ms: number;
  ip: string;
  msg: string;
  code?: string;
}

describe('the log', () => {
  let app: TestApp;
  let owner: Owner;
  let scanner: Person;
  const secrets: string[] = [];

  beforeAll(async () => {
    app = await startApp({ env: { LOG_LEVEL: 'trace' } });
    await walk();
  });

  afterAll(() => app.stop());

  const lines = (): Line[] => app.logs.map((line) => JSON.parse(line) as Line);

  const linesOf = ({ headers }: { headers: Headers }): Line[] =>
    lines().filter(({ requestId }) => requestId === headers.get('x-request-id'));

  const ownSession = async (): Promise<string> => (await owner.api.get('/auth/sessions')).body.sessions[0].id;

  /** Everything that the product is for, and everything that may go wrong on the way. */
  async function walk(): Promise<void> {
    owner = await signInOwner(app, { email: EMAILS[0] });
    scanner = await signIn(app, { email: EMAILS[1] });
    const stranger = newPhone();
    const anonymous = app.api.fromNewAddress();
    await anonymous.post('/auth/otp/request', { phone: stranger });
    await anonymous.post('/auth/otp/verify', { phone: stranger, otp: '000001', sessionId: 'x' });
    await anonymous.post('/auth/otp/request', { phone: stranger });
    await owner.api.put('/users/me/password', { newPassword: 'hunter2 of seven owls' });
    await anonymous.post('/auth/password/login', { phone: owner.phone, password: 'hunter2hunter3' });
    const { body: pair } = await anonymous.post('/auth/refresh', { refreshToken: scanner.refreshToken });
    await anonymous.get(`/users/me?token=${owner.token}`);
    await anonymous.get(`/auth/refresh/${owner.refreshToken}`);
    await anonymous.get(`/users/${EMAILS[0]}`);
    await anonymous.get(`/users/${encodeURIComponent(EMAILS[0])}/cars/${encodeURIComponent(owner.phone)}`);
    await anonymous.as({ token: `${owner.token}x` }).get('/users/me');
    await anonymous.get(`/cars/qr/${encodeURIComponent(owner.phone)}`);
    await scanner.api.get(`/cars/qr/${owner.car.qrCode}`);
    const form = { carId: owner.car.id, scannerPhone: stranger, scannerEmail: 'meera@example.com', notes: NOTES };
    for (const notes of ['a', 'b', NOTES, 'c']) await anonymous.post('/scans', { ...form, notes });
    await anonymous.send('POST', '/scans', `{"scannerPhone":"${stranger}"`, { 'content-type': 'application/json' });
    await scanner.api.patch('/users/me', { email: EMAILS[0] });
    await makePremium(app, scanner, null);
    await scanner.api.get(`/cars/qr/${owner.car.qrCode}`);
    await owner.api.get('/scans');
    await owner.api.get('/users/me/export');
    jest.spyOn(app.dataSource, 'createQueryRunner').mockImplementationOnce(() => {
      throw new Error(`Duplicate entry '${owner.phone}' of ${EMAILS[0]}`, { cause: { email: EMAILS[0] } });
    });
    await owner.api.get('/auth/sessions');
    const codes = app.inbox.to(stranger).map(({ text }) => /\b\d{6}\b/.exec(text)?.[0] ?? 'no code');
    const tokens = [owner, scanner, pair as Person].flatMap(({ token, refreshToken }) => [token, refreshToken]);
    secrets.push(...EMAILS, 'meera@', owner.phone, scanner.phone, stranger, '99887', 'hunter2', ...codes, ...tokens);
  }

  it('holds no phone, e-mail, code, password or token, whatever happens', () => {
    const text = app.logs.join('');
    const spellings = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), secret.replace('+91', '')]);
    expect(secrets).not.toContain(undefined);
    expect(spellings.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('has one line of JSON for every request, with its id and the pattern of its route', async () => {
    const { headers } = await owner.api.get(`/api/v1/cars/${owner.car.id}?x=1`);
    const requestId = headers.get('x-request-id') ?? '';
    const own = lines().filter((line) => line.requestId === requestId);
    expect(own).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        requestId,
        accountId: owner.id,
        sessionId: await ownSession(),
        method: 'GET',
        route: '/cars/:carId',
        status: 200,
        ms: expect.any(Number),
        ip: expect.stringMatching(/^10\./),
        msg: 'request',
      },
    ]);
  });

  it('names the account and the session on the lines of services too, and nobody on those of others', async () => {
    const users = app.app.get(UsersService);
    jest.spyOn(users, 'updateUser').mockImplementationOnce((user) => {
      new Logger('Users').debug('Something to say.');
      return Promise.resolve(user);
    });
    const named = await owner.api.patch('/users/me', { name: 'Asha' });
    const caller = { accountId: owner.id, sessionId: await ownSession() };
    expect(linesOf(named)).toEqual([
      expect.objectContaining({ ...caller, msg: 'Something to say.' }),
      expect.objectContaining({ ...caller, msg: 'request' }),
    ]);
    const anonymous = await app.api.get('/health/live');
    expect(linesOf(anonymous)).toEqual([expect.not.objectContaining({ accountId: expect.anything() })]);
  });

  it('names nobody on the line of an anonymous request that follows another one on its connection at once', async () => {
    const before = app.logs.length;
    const head = (path: string, ...headers: string[]): string =>
      [`GET ${path} HTTP/1.1`, 'host: carqr.test', ...headers, '', ''].join('\r\n');
    const socket = await openSocket(app.api.url);
    socket.write(head('/users/me', `authorization: Bearer ${owner.token}`) + head('/health/live', 'connection: close'));
    socket.resume();
    await once(socket, 'close');
    const added = lines().slice(before);
    expect(added.find(({ route }) => route === '/users/me')).toMatchObject({ accountId: owner.id });
    expect(added.find(({ route }) => route === '/health/live')).toEqual(
      expect.not.objectContaining({ accountId: expect.anything() }),
    );
  });

  it('names on the lines of a sign-in and of a refresh whose they are', async () => {
    const { phone } = scanner;
    const caller = app.api.fromNewAddress();
    app.clock.advance({ minutes: 1 });
    const { body: sent } = await caller.post('/auth/otp/request', { phone });
    const code = { phone, otp: app.inbox.codeFor(phone), sessionId: sent.sessionId };
    const signedIn = await caller.post('/auth/otp/verify', code);
    const refreshed = await caller.post('/auth/refresh', { refreshToken: signedIn.body.refreshToken });
    const { body } = await caller.as({ token: signedIn.body.token }).get('/auth/sessions');
    expect([signedIn.status, refreshed.status, body]).toMatchObject([200, 200, { success: true }]);
    const { id: sessionId } = body.sessions.find(({ current }: { current: boolean }) => current);
    for (const answer of [signedIn, refreshed]) {
      expect(linesOf(answer).at(-1)).toMatchObject({ accountId: scanner.id, sessionId, status: 200, msg: 'request' });
    }
  });

  it('names who was refused what is for admins', async () => {
    expect(linesOf(await scanner.api.get('/admin/acts'))).toEqual([
      expect.objectContaining({ accountId: scanner.id, status: 403, code: 'FORBIDDEN' }),
    ]);
  });

  it('tells of a refusal which code it had', async () => {
    const { body } = await app.api.get('/users/me');
    expect(lines().find(({ requestId }) => requestId === body.requestId)).toMatchObject({
      status: 401,
      code: 'UNAUTHORIZED',
    });
  });

  it('tells of a limit that was reached which one it was, without whom it stopped', () => {
    const refused = lines().find(({ code, route }) => code === 'RATE_LIMITED' && route === '/scans');
    expect(refused).toMatchObject({ status: 429, context: { limitName: expect.any(String) } });
  });

  it('tells of an unknown path what it was, masked and not longer than is useful', async () => {
    await app.api.get(`/nope/${'x'.repeat(5000)}`);
    expect(lines().at(-1)).toMatchObject({ status: 404, code: 'NOT_FOUND', route: expect.stringMatching(/^\/nope\//) });
    expect(lines().at(-1)?.route.length).toBeLessThanOrEqual(200);
  });

  it('tells of paths that no router can read, and of what is no request at all', async () => {
    await app.api.get('/%zz');
    expect(lines().at(-1)).toMatchObject({ status: 400, code: 'INVALID_REQUEST', route: '/%zz' });
    const { body } = await sendRaw(app.api.url, 'BREW /pot HTTP/1.1\r\n\r\n');
    expect(lines().at(-1)).toMatchObject({ status: 400, requestId: body.requestId, msg: 'unreadable request' });
  });

  it('has no line above info for what callers do wrong', () => {
    const loud = lines().filter(({ level }) => ['warn', 'error', 'fatal'].includes(level));
    expect(loud.map(({ msg, code }) => ({ msg, code }))).toEqual([{ msg: 'request failed', code: 'SERVER_ERROR' }]);
  });

  it('cannot be forged by a line break', async () => {
    const before = app.logs.length;
    await app.api.get('/nope%0A%7B%22level%22%3A%22fatal%22%7D');
    await app.api.as({ headers: { 'user-agent': 'x' } }).get('/nope%0d%0a');
    const added = app.logs.slice(before);
    expect(added).toHaveLength(2);
    expect(added.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  });

  it('tells of a page that was refused which code it had, and of one that failed what it was', async () => {
    const scanner = app.api.fromNewAddress();
    const missing = (await scanner.get('/S/NOSUCHCODE')).headers.get('x-request-id');
    expect(lines().find(({ requestId }) => requestId === missing)).toMatchObject({ status: 404, code: 'QR_NOT_FOUND' });
    jest.spyOn(app.app.get(LookupsService), 'lookUpForPage').mockRejectedValueOnce(new Error('no car today'));
    const failed = (await scanner.get(`/S/${owner.car.qrCode}`)).headers.get('x-request-id');
    expect(lines().filter(({ requestId }) => requestId === failed)).toEqual([
      expect.objectContaining({ msg: 'request failed', code: 'SERVER_ERROR', err: expect.anything() }),
      expect.objectContaining({ msg: 'request', status: 500, code: 'SERVER_ERROR' }),
    ]);
  });
});

describe('the log at another level', () => {
  it('has no line for a request', async () => {
    const app = await startApp({ env: { LOG_LEVEL: 'warn' } });
    await app.api.get('/health/live');
    await app.stop();
    expect(app.logs).toEqual([]);
  });
});
