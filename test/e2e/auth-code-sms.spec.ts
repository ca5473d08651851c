import { type Answer } from '../support/api-client.js';
import { expectRefusal, simultaneously, tally, visibleParts } from '../support/answers.js';
import { expectFailure } from '../support/failures.js';
import { newPhone } from '../support/people.js';
import { openSocket } from '../support/raw-http.js';
import { countRows, newEmail } from '../support/signing-in.js';
import { type SmsStub, startSmsStub } from '../support/sms-stubs.js';
import { eventually } from '../support/store-adapters.js';
import { type TestApp, startApp } from '../support/start-app.js';

const REVIEWER = '+919999900001';

describe('codes by SMS providers', () => {
  let msg91: SmsStub;
  let twilio: SmsStub;
  let app: TestApp;

  beforeAll(async () => {
    [msg91, twilio] = await Promise.all([startSmsStub('msg91'), startSmsStub('twilio')]);
    app = await startApp({
      env: { SMS_URL: `${msg91.url},${twilio.url}`, OTP_TEST_NUMBERS: `${REVIEWER}:004711` },
    });
  });
  afterAll(async () => {
    await app.stop();
    await Promise.all([msg91.close(), twilio.close()]);
  });
  beforeEach(() => {
    msg91.reset();
    twilio.reset();
  });

  const ask = (phone: string, more: object = {}): Promise<Answer> =>
    app.api.fromNewAddress().post('/auth/otp/request', { phone, ...more });
  const verify = (phone: string, otp: string, sessionId: string): Promise<Answer> =>
    app.api.fromNewAddress().post('/auth/otp/verify', { phone, otp, sessionId });
  const readCode = (stub: SmsStub, phone: string): string =>
    /\b\d{6}\b/.exec(stub.taken.findLast(({ to }) => to === phone)?.text ?? '')?.[0] ?? 'none';
  const failBoth = (): void => void (msg91.fault = twilio.fault = 'an error page');

  /** Asks for a code that MSG91 takes. */
  async function receive(phone: string): Promise<{ otp: string; sessionId: string }> {
    const { status, body } = await ask(phone);
    expect(status).toBe(200);
    return { otp: readCode(msg91, phone), sessionId: body.sessionId };
  }

  /** Holds every answer of the first provider back until it is called. */
  function holdAnswers(): () => void {
    let release = (): void => undefined;
    msg91.gate = new Promise((resolve) => (release = resolve));
    return release;
  }

  it('sign in, with the minutes that they are good for', async () => {
    const phone = newPhone();
    const { otp, sessionId } = await receive(phone);
    const text = `${otp} is your CarQR code. It is good for 5 minutes. Share it with nobody.`;
    expect(msg91.taken).toEqual([{ to: phone, text }]);
    expect((await verify(phone, otp, sessionId)).status).toBe(200);
  });

  it('sign in when the other provider had to take them', async () => {
    const phone = newPhone();
    msg91.fault = 'a broken connection';
    const { status, body } = await ask(phone);
    expect([status, twilio.taken.length]).toEqual([200, 1]);
    expect((await verify(phone, readCode(twilio, phone), body.sessionId)).status).toBe(200);
    const { text } = await app.api.get('/metrics');
    expect(text).toMatch(/^carqr_sms_total\{provider="msg91",outcome="unreachable"\} 1$/m);
    expect(text).toMatch(/^carqr_sms_total\{provider="twilio",outcome="taken"\} 1$/m);
  });

  it('end with the hash of the app, and are short enough for SMS Retriever to read', async () => {
    const appHash = 'FA+9qCX9VSu';
    await ask(newPhone(), { appHash });
    msg91.fault = 'an error page';
    await ask(newPhone(), { appHash });
    const texts = [msg91, twilio].map(({ taken }) => taken[0]?.text ?? '');
    for (const text of texts) expect(text).toMatch(/\b\d{6}\b[^]*\sFA\+9qCX9VSu$/);
    expect(texts[1]).toMatch(/^<#> /);
    expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(140);
  });

  describe('when no provider takes them', () => {
    it('are answered 503 with when to try again, whether or not there is an account', async () => {
      const known = newPhone();
      const { otp, sessionId } = await receive(known);
      expect((await verify(known, otp, sessionId)).status).toBe(200);
      app.clock.advance({ seconds: 30 });
      failBoth();
      const answers = [await ask(known), await ask(newPhone())] as const;
      for (const answer of answers) expectFailure(answer, 503, 'SERVICE_UNAVAILABLE');
      expect(visibleParts(answers[0])).toEqual(visibleParts(answers[1]));
    });

    it('do not count against any limit of the phone', async () => {
      const phone = newPhone();
      for (let round = 0; round < 5; round++) {
        failBoth();
        for (let failed = 0; failed < 3; failed++) expectRefusal(await ask(phone), [503, 'SERVICE_UNAVAILABLE']);
        msg91.fault = undefined;
        expect((await ask(phone)).status).toBe(200);
        expectRefusal(await ask(phone), [429, 'RATE_LIMITED']);
        app.clock.advance({ seconds: 30 });
      }
      const { status, body } = await ask(phone);
      expect([status, body.retryAfter]).toEqual([429, 3600 - 5 * 30]);
    });

    it('leave the code before as good as it was', async () => {
      const phone = newPhone();
      const { otp, sessionId } = await receive(phone);
      app.clock.advance({ seconds: 30 });
      failBoth();
      expectRefusal(await ask(phone), [503, 'SERVICE_UNAVAILABLE']);
      expect((await verify(phone, otp, sessionId)).status).toBe(200);
    });

    it('leave the server ready', async () => {
      failBoth();
      await ask(newPhone());
      expect((await app.api.get('/health/ready')).status).toBe(200);
    });
  });

  it('are refused with INVALID_PHONE for a number that the provider calls invalid, which makes no account', async () => {
    const phone = newPhone();
    msg91.invalid.add(phone);
    for (let round = 0; round < 2; round++) expectFailure(await ask(phone), 422, 'INVALID_PHONE');
    expect(await countRows(app, 'users', 'phone', phone)).toBe(0);
    msg91.invalid.clear();
    expect((await ask(phone)).status).toBe(200);
  });

  it('of test numbers are sent to no provider, and sign in', async () => {
    const { body } = await ask(REVIEWER);
    expect((await verify(REVIEWER, '004711', body.sessionId)).status).toBe(200);
    expect([msg91.arrived, twilio.arrived]).toEqual([0, 0]);
  });

  it('by mail need no SMS provider', async () => {
    failBoth();
    expect((await app.api.fromNewAddress().post('/auth/otp/request', { email: newEmail() })).status).toBe(200);
  });

  it('under way make other requests for the phone wait, and no longer once they have failed', async () => {
    const phone = newPhone();
    const release = holdAnswers();
    const first = ask(phone);
    await eventually(() => Promise.resolve(msg91.arrived === 1));
    const others = await simultaneously(5, () => ask(phone));
    expect(tally(others.map(({ body }) => body.code))).toEqual({ RATE_LIMITED: 5 });
    failBoth();
    release();
    expectRefusal(await first, [503, 'SERVICE_UNAVAILABLE']);
    msg91.reset();
    const { otp, sessionId } = await receive(phone);
    expect((await verify(phone, otp, sessionId)).status).toBe(200);
  });

  it('are sent once and count when the caller hangs up meanwhile', async () => {
    const phone = newPhone();
    const release = holdAnswers();
    const socket = await openSocket(app.api.url);
    const body = JSON.stringify({ phone });
    const head = 'POST /api/v1/auth/otp/request HTTP/1.1\r\nhost: x\r\ncontent-type: application/json';
    socket.write(`${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    await eventually(() => Promise.resolve(msg91.arrived === 1));
    socket.destroy();
    release();
    await eventually(() => Promise.resolve(msg91.taken.length === 1));
    expectRefusal(await ask(phone), [429, 'RATE_LIMITED']);
    app.clock.advance({ seconds: 30 });
    const { otp, sessionId } = await receive(phone);
    expect((await verify(phone, otp, sessionId)).status).toBe(200);
  });

  it('and numbers and logins are in no line of the log, whatever the providers do', async () => {
    const phone = newPhone();
    const codes: string[] = [];
    for (const fault of ['wrong login', 'too many requests', 'a broken connection'] as const) {
      msg91.fault = fault;
      await ask(phone);
      codes.push(readCode(twilio, phone));
      app.clock.advance({ minutes: 15 });
      twilio.fault = fault;
      await ask(phone);
      twilio.fault = undefined;
    }
    const logged = app.logs.join('');
    expect(logged).toContain('msg91 did not take a message: HTTP 401, code 207');
    expect(logged).toContain('twilio did not take a message: HTTP 401, code 20003');
    for (const secret of [phone.slice(3), ...codes, 'authkey1Secret', 'tokenSecret2']) {
      expect(logged).not.toMatch(new RegExp(`(?<![\\w.-])${secret}(?![\\w-])`));
    }
  });
});
