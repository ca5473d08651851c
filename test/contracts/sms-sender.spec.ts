import type { LoggerService } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ClockModule } from '@app/clock';
import { readSettings } from '@app/config';
import { Metrics, ObservabilityModule } from '@app/observability';
import { Outbox } from '@app/outbox';
import { type Sms, SmsModule, SmsSender, isSmsNumberInvalid, isSmsUnavailable } from '@app/sms';
import { MESSAGING_SERVICE, SMS_FAULTS, type SmsFault, type SmsStub, startSmsStub } from '../support/sms-stubs.js';
import { eventually } from '../support/store-adapters.js';

const TO = '+919812345678';
const CODE = '004217';
const MESSAGE: Sms = {
  kind: 'code',
  to: TO,
  text: `${CODE} is your CarQR code. It is good for 5 minutes.`,
  variables: { code: CODE, minutes: '5', appHash: '' },
};
/** As many as a provider is given at a time. */
const MAX_UNDER_WAY = 50;
/** These end with the time limit, and not with an answer. */
const SLOW_FAULTS: readonly SmsFault[] = ['silence', 'half an answer'];

const SILENT: LoggerService = { log: () => undefined, warn: () => undefined, error: () => undefined };

/** Starts the real module, read from an SMS_URL as the program reads it. */
async function openSms(smsUrl: string, more: Record<string, string> = {}) {
  const settings = readSettings({ SMS_URL: smsUrl, ...more }, () => 'unused');
  const imports = [ClockModule, ObservabilityModule, SmsModule.forRoot(settings)];
  const app = await Test.createTestingModule({ imports }).setLogger(SILENT).compile();
  await app.init();
  const metrics = app.get(Metrics);
  return {
    app,
    sender: app.get(SmsSender),
    /** How many messages a provider was offered, by what it made of them. */
    readFigures: async (provider: string): Promise<Record<string, number>> => {
      const lines = (await metrics.render()).text.matchAll(
        new RegExp(`^carqr_sms_total\\{provider="${provider}",outcome="(\\w+)"\\} (\\d+)$`, 'gm'),
      );
      return Object.fromEntries([...lines].map(([, outcome, count]) => [outcome, Number(count)]));
    },
  };
}
type OpenSms = Awaited<ReturnType<typeof openSms>>;

/** Time limits pass when this is called, for all requests so far, and never by themselves. */
function holdTimeLimits(): () => void {
  const limits: AbortController[] = [];
  jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    const limit = new AbortController();
    limits.push(limit);
    return limit.signal;
  });
  return () => limits.forEach((limit) => limit.abort(new DOMException('It took too long.', 'TimeoutError')));
}

/** Lets the time limits of so many requests pass that a provider does not answer. */
async function passTimeLimits(stub: SmsStub, pass: () => void, count = 1): Promise<void> {
  await eventually(() => Promise.resolve(stub.arrived === count));
  pass();
}

const failureOf = async (sending: Promise<void>): Promise<unknown> =>
  sending.then(
    () => 'the message was taken',
    (error: unknown) => error,
  );

let msg91: SmsStub;
let twilio: SmsStub;
let sms: OpenSms;

beforeAll(async () => {
  [msg91, twilio] = await Promise.all([startSmsStub('msg91'), startSmsStub('twilio')]);
});
afterAll(() => Promise.all([msg91.close(), twilio.close()]));
beforeEach(() => {
  msg91.reset();
  twilio.reset();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await sms.app.close();
});

describe.each(['preview', 'msg91', 'twilio'] as const)('SmsSender on %s', (name) => {
  beforeEach(async () => {
    sms = await openSms(name === 'preview' ? 'preview:' : { msg91, twilio }[name].url);
  });

  const listTaken = (): { to: string; text: string }[] =>
    name === 'preview' ? sms.app.get(Outbox, { strict: false }).list() : { msg91, twilio }[name].taken;

  it('hands a message over once, to the number, leading zeros of the code kept', async () => {
    await sms.sender.send(MESSAGE);
    expect(listTaken()).toEqual([expect.objectContaining({ to: TO, text: expect.stringMatching(`^${CODE} is `) })]);
  });

  it('hands every one of simultaneous messages to its own number', async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => `+9198123456${10 + index}`);
    await Promise.all(numbers.map((to) => sms.sender.send({ ...MESSAGE, to })));
    expect(
      listTaken()
        .map(({ to }) => to)
        .sort(),
    ).toEqual(numbers);
  });
});

describe.each(['msg91', 'twilio'] as const)('SmsSender on %s alone', (name) => {
  let stub: SmsStub;

  beforeEach(async () => {
    stub = { msg91, twilio }[name];
    sms = await openSms(stub.url);
  });

  it('passes the hash of an app on', async () => {
    const text = `<#> ${MESSAGE.text}\nFA+9qCX9VSu`;
    await sms.sender.send({ ...MESSAGE, text, variables: { ...MESSAGE.variables, appHash: 'FA+9qCX9VSu' } });
    expect(stub.taken).toEqual([{ to: TO, text: expect.stringMatching(/\sFA\+9qCX9VSu$/) }]);
  });

  it.each(SMS_FAULTS)('fails as unavailable on %s, asks once, and serves again afterwards', async (fault) => {
    const pass = holdTimeLimits();
    stub.fault = fault;
    const failure = failureOf(sms.sender.send(MESSAGE));
    if (SLOW_FAULTS.includes(fault)) await passTimeLimits(stub, pass);
    expect(isSmsUnavailable(await failure)).toBe(true);
    expect(stub.arrived).toBe(1);
    const isUnreachable = [...SLOW_FAULTS, 'a broken connection'].includes(fault);
    expect(await sms.readFigures(name)).toEqual({ [isUnreachable ? 'unreachable' : 'refused']: 1 });
    stub.fault = undefined;
    await sms.sender.send(MESSAGE);
    expect(stub.taken).toHaveLength(1);
  });

  it('tells a number that is invalid from an outage', async () => {
    stub.invalid.add(TO);
    const failure = await failureOf(sms.sender.send(MESSAGE));
    expect([isSmsNumberInvalid(failure), isSmsUnavailable(failure)]).toEqual([true, false]);
    expect(await sms.readFigures(name)).toEqual({ invalid_number: 1 });
  });

  it('tells a number that this sender may not write to from an invalid one', async () => {
    stub.stopped.add(TO);
    const failure = await failureOf(sms.sender.send(MESSAGE));
    expect([isSmsNumberInvalid(failure), isSmsUnavailable(failure)]).toEqual([false, true]);
  });

  it('lets no more than fifty messages wait for a silent provider, and serves again afterwards', async () => {
    const pass = holdTimeLimits();
    stub.fault = 'silence';
    const failures = Array.from({ length: MAX_UNDER_WAY + 15 }, () => failureOf(sms.sender.send(MESSAGE)));
    await passTimeLimits(stub, pass, MAX_UNDER_WAY);
    expect((await Promise.all(failures)).every(isSmsUnavailable)).toBe(true);
    expect(stub.arrived).toBe(MAX_UNDER_WAY);
    expect(await sms.readFigures(name)).toEqual({ unreachable: MAX_UNDER_WAY, busy: 15 });
    stub.fault = undefined;
    await Promise.all(Array.from({ length: MAX_UNDER_WAY }, () => sms.sender.send(MESSAGE)));
    expect(stub.taken).toHaveLength(MAX_UNDER_WAY);
  });

  it('says nothing of the number, the code or the login in what it throws', async () => {
    for (const fault of ['wrong login', 'a broken connection'] as const) {
      stub.fault = fault;
      const { message, stack, cause } = (await failureOf(sms.sender.send(MESSAGE))) as Error;
      expect(`${message}${stack}${String(cause)}`).not.toMatch(/98123|4217|secret/i);
    }
  });
});

describe('SmsSender by itself', () => {
  it('sends through a Messaging Service of Twilio', async () => {
    sms = await openSms(twilio.url.replace(/from=[^&]+/, `from=${MESSAGING_SERVICE}`));
    await sms.sender.send(MESSAGE);
    expect(twilio.taken).toEqual([{ to: TO, text: MESSAGE.text }]);
  });

  it('gives up on a silent provider', async () => {
    sms = await openSms(msg91.url);
    msg91.fault = 'silence';
    expect(isSmsUnavailable(await failureOf(sms.sender.send(MESSAGE)))).toBe(true);
  });

  it('gives up on an address where nobody listens', async () => {
    const gone = await startSmsStub('twilio');
    await gone.close();
    sms = await openSms(gone.url);
    expect(isSmsUnavailable(await failureOf(sms.sender.send(MESSAGE)))).toBe(true);
  });
});

describe.each([
  ['msg91', 'twilio'],
  ['twilio', 'msg91'],
] as const)('SmsSender on %s, with %s to stand in', (firstName, secondName) => {
  let first: SmsStub;
  let second: SmsStub;

  beforeEach(async () => {
    [first, second] = firstName === 'msg91' ? [msg91, twilio] : [twilio, msg91];
    sms = await openSms(`${first.url},${second.url}`, { OTP_TEST_NUMBERS: '+919999900001:123456' });
  });

  it('leaves the second alone while the first takes messages', async () => {
    await sms.sender.send(MESSAGE);
    expect([first.taken.length, second.arrived]).toEqual([1, 0]);
  });

  it.each(SMS_FAULTS)('turns to the second on %s', async (fault) => {
    const pass = holdTimeLimits();
    first.fault = fault;
    const sending = sms.sender.send(MESSAGE);
    if (SLOW_FAULTS.includes(fault)) await passTimeLimits(first, pass);
    await sending;
    expect([first.arrived, second.taken.length]).toEqual([1, 1]);
    expect(await sms.readFigures(secondName)).toEqual({ taken: 1 });
  });

  it('turns to the second at once when the first has its hands full', async () => {
    const pass = holdTimeLimits();
    first.fault = 'silence';
    const sending = Array.from({ length: MAX_UNDER_WAY + 10 }, () => sms.sender.send(MESSAGE));
    await eventually(() => Promise.resolve(second.taken.length === 10));
    await passTimeLimits(first, pass, MAX_UNDER_WAY);
    await Promise.all(sending);
    expect(second.taken).toHaveLength(MAX_UNDER_WAY + 10);
    expect(await sms.readFigures(firstName)).toEqual({ unreachable: MAX_UNDER_WAY, busy: 10 });
  });

  it('turns to the second for somebody whom the first may not write to', async () => {
    first.stopped.add(TO);
    await sms.sender.send(MESSAGE);
    expect(second.taken).toHaveLength(1);
  });

  it('does not bother the second with a number that is invalid', async () => {
    first.invalid.add(TO);
    expect(isSmsNumberInvalid(await failureOf(sms.sender.send(MESSAGE)))).toBe(true);
    expect(second.arrived).toBe(0);
  });

  it('asks each of them once when neither takes the message', async () => {
    first.fault = second.fault = 'an error page';
    expect(isSmsUnavailable(await failureOf(sms.sender.send(MESSAGE)))).toBe(true);
    expect([first.arrived, second.arrived]).toEqual([1, 1]);
  });

  it('asks neither of them for a test number', async () => {
    await sms.sender.send({ ...MESSAGE, to: '+919999900001' });
    expect([first.arrived, second.arrived]).toEqual([0, 0]);
  });
});
