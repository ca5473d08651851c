import { SmsSender } from '@app/sms';
import { expectRefusal, simultaneously, tally, visibleParts } from '../support/answers.js';
import { newPhone, signIn } from '../support/people.js';
import { arrive, countRows, markEmailVerified, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const INVALID_PHONE = [422, 'INVALID_PHONE'] as const;
const REVIEWER = '+12025550123';

describe('codes by SMS', () => {
  let app: TestApp;
  afterEach(() => void jest.restoreAllMocks());

  const ask = (phone: string) => app.api.fromNewAddress().post('/auth/otp/request', { phone });
  const readMetric = async (labels: string): Promise<number> => {
    const { text } = await app.api.get('/metrics');
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`carqr_otp_sms_total{${labels}}`))
        ?.split(' ')[1] ?? 0,
    );
  };

  describe('where nothing else is said', () => {
    beforeAll(async () => {
      app = await startApp({ env: { OTP_TEST_NUMBERS: `${REVIEWER}:004711` } });
    });
    afterAll(() => app.stop());

    it.each([
      ['an Indian landline', '080 4123 4567', 'none'],
      ['a toll-free number', '1800 123 456', 'none'],
      ['a satellite phone', '+881612345678', 'none'],
      ['a mobile of another country', '+9779841234567', 'NP'],
    ])('do not go to %s, and no limit of it is used', async (_what, phone, country) => {
      const before = await readMetric(`country="${country}",outcome="number_refused"`);
      for (let count = 0; count < 7; count++) expectRefusal(await ask(phone), INVALID_PHONE);
      expect(app.inbox.to(phone)).toEqual([]);
      expect(await readMetric(`country="${country}",outcome="number_refused"`)).toBe(before + 7);
    });

    it('go to Indian mobiles, counted by country and whether there is an account', async () => {
      const [sent, known] = ['sent_to_new_number', 'sent_to_account'].map((name) => `country="IN",outcome="${name}"`);
      const before = [await readMetric(sent!), await readMetric(known!)];
      const { phone } = await signIn(app);
      app.clock.advance({ seconds: 30 });
      await arrive(app, phone);
      expect([await readMetric(sent!), await readMetric(known!)]).toEqual([before[0]! + 1, before[1]! + 1]);
    });

    it('go to a test number of any kind and country, since nothing is sent to it', async () => {
      expect((await verify(await arrive(app, REVIEWER))).status).toBe(200);
    });

    it('do not keep a landline from being what a scanner leaves', async () => {
      const owner = await signIn(app);
      const { body } = await owner.api.post('/cars', { carNumber: 'KA01AB1234', carModel: 'Nexon' });
      const form = { carId: body.car.id, scannerPhone: '080 4123 4567', scannerEmail: 'ravi@example.com' };
      expect((await app.api.fromNewAddress().post('/scans', form)).body.activity.scannerPhone).toBe('+918041234567');
    });
  });

  describe('with OTP_COUNTRIES', () => {
    beforeAll(async () => {
      app = await startApp({ env: { OTP_COUNTRIES: 'NP,US' } });
    });
    afterAll(() => app.stop());

    it('go to the mobiles of these and no other country, even under one calling code', async () => {
      for (const phone of ['+9779841234567', '+14155552671']) expect((await ask(phone)).status).toBe(200);
      for (const phone of ['+919876543210', '+18765551234', '+18005550199'])
        expectRefusal(await ask(phone), INVALID_PHONE);
    });
  });

  describe('to numbers without an account', () => {
    let known: string;

    beforeEach(async () => {
      app = await startApp({ env: { OTP_NEW_NUMBERS_PER_HOUR: '3' } });
      known = (await signIn(app)).phone;
      app.clock.advance({ minutes: 30 });
    });
    afterEach(() => app.stop());

    it('are as many an hour as OTP_NEW_NUMBERS_PER_HOUR says; accounts still sign in, by phone and by mail', async () => {
      const email = newEmail();
      const owner = await signIn(app, { email });
      await markEmailVerified(app, email);
      await ask(newPhone());
      const phone = newPhone();
      const refused = await ask(phone);
      expectRefusal(refused, [503, 'SERVICE_UNAVAILABLE']);
      expect([refused.headers.get('retry-after'), refused.body.retryAfter]).toEqual(['1800', 1800]);
      expect(app.inbox.to(phone)).toEqual([]);
      expect(await readMetric('country="IN",outcome="over_budget"')).toBe(1);

      expect((await verify(await arrive(app, known))).body.isNewUser).toBe(false);
      app.clock.advance({ seconds: 30 });
      await arrive(app, owner.phone);
      expect((await app.api.fromNewAddress().post('/auth/otp/request', { email })).status).toBe(200);

      app.clock.advance({ seconds: 1770 });
      // The refused request did not count against the phone.
      expect((await ask(phone)).status).toBe(200);
    });

    it('are no more when many ask at the same moment, and below that nobody can tell them from others', async () => {
      const answers = await simultaneously(10, () => ask(newPhone()));
      expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 2, 503: 8 });
      const shown = (answer: (typeof answers)[number]) =>
        visibleParts({ ...answer, text: answer.text.replace(answer.body.sessionId, '') });
      const ofKnown = await ask(known);
      expect(shown(answers.find(({ status }) => status === 200)!)).toEqual(shown(ofKnown));
    });

    it('are not counted when they could not be sent', async () => {
      const send = jest.spyOn(app.app.get(SmsSender, { strict: false }), 'send').mockRejectedValue(new Error('broken'));
      for (let count = 0; count < 5; count++) expectRefusal(await ask(newPhone()), [500, 'SERVER_ERROR']);
      send.mockRestore();
      expect((await ask(newPhone())).status).toBe(200);
      expect(await countRows(app, 'users', 'phone', known)).toBe(1);
    });
  });
});
