import { expectFields, expectInvalid, expectRefusal, subscriberOf } from '../support/answers.js';
import { type Owner, makePremium, newPhone, signIn, signInOwner } from '../support/people.js';
import { changePhone, startPhoneChange, verifyPhone } from '../support/phone-changes.js';
import { arrive, countRows, giveEmail, verify, wrongCodes } from '../support/signing-in.js';
import { deliverNotices } from '../support/relays.js';
import { type TestApp, startApp } from '../support/start-app.js';

const INVALID_OTP = [401, 'INVALID_OTP'] as const;
const UNAUTHORIZED = [401, 'UNAUTHORIZED'] as const;
const REAUTHENTICATION_REQUIRED = [403, 'REAUTHENTICATION_REQUIRED'] as const;
const REVIEWER = '+12025550123';

describe('my phone', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp({ env: { OTP_TEST_NUMBERS: `${REVIEWER}:004711` } });
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
  });
  afterAll(() => app.stop());

  const phoneOf = async ({ api }: Pick<Owner, 'api'>): Promise<string> => (await api.get('/users/me')).body.user.phone;

  it('is changed with a code sent to the new number, in any spelling', async () => {
    const phone = newPhone();
    const sent = await owner.api.post('/users/me/phone', { phone: `0${subscriberOf(phone)}` });
    expect([sent.status, sent.body]).toEqual([
      200,
      {
        success: true,
        message: 'A code is on its way.',
        sessionId: expect.any(String),
        expiresIn: 300,
        resendAfter: 30,
      },
    ]);
    expect(await phoneOf(owner)).toBe(owner.phone);
    const code = { otp: app.inbox.codeFor(phone), sessionId: sent.body.sessionId };
    const { status, body } = await owner.api.post('/users/me/phone/verify', code);
    expect([status, body]).toEqual([200, { success: true, user: expect.objectContaining({ id: owner.id, phone }) }]);
    expectFields(body.user, 'user');
    expect(body.user.updatedAt).toBe(app.clock.now().toISOString());
  });

  it('signs in from then on, and the old one does not', async () => {
    const moved = await changePhone(app, owner);
    app.clock.advance({ seconds: 30 });
    expect((await signIn(app, { phone: moved.phone })).id).toBe(owner.id);
    const successor = await arrive(app, owner.phone);
    expect((await verify(successor)).body).toMatchObject({ isNewUser: true });
    expect((await moved.api.get('/cars/me')).body.car.id).toBe(owner.car.id);
  });

  it('ends the other sessions, and keeps this one', async () => {
    app.clock.advance({ seconds: 30 });
    const other = await signIn(app, { phone: owner.phone });
    await changePhone(app, owner);
    expectRefusal(await other.api.get('/users/me'), UNAUTHORIZED);
    const { refreshToken } = other;
    expectRefusal(await app.api.post('/auth/refresh', { refreshToken }), [401, 'INVALID_REFRESH_TOKEN']);
    expect((await owner.api.get('/users/me')).status).toBe(200);
  });

  it('is told to the old number, to the new one and to the confirmed address, and not when nothing changed', async () => {
    const email = await giveEmail(app, owner);
    const change = await startPhoneChange(app, owner);
    const toldTo = async (recipient: string) => {
      await deliverNotices(app.app);
      return app.inbox.to(recipient).filter(({ text }) => text.includes('Your phone number was changed'));
    };
    expectRefusal(await verifyPhone(change, { otp: wrongCodes(change.code.otp, 1)[0] }), INVALID_OTP);
    const recipients = [owner.phone, change.phone, email];
    for (const recipient of recipients) expect(await toldTo(recipient)).toEqual([]);
    expect((await verifyPhone(change)).status).toBe(200);
    const channels = await Promise.all(recipients.map(async (to) => (await toldTo(to)).map(({ channel }) => channel)));
    expect(channels).toEqual([['sms'], ['sms'], ['email']]);
  });

  describe('needs a fresh code', () => {
    it('of the last ten minutes', async () => {
      app.clock.advance({ minutes: 10 });
      await startPhoneChange(app, owner);
      app.clock.advance({ ms: 1 });
      const phone = newPhone();
      const answer = await owner.api.post('/users/me/phone', { phone });
      expectRefusal(answer, REAUTHENTICATION_REQUIRED);
      expect(answer.body.details).toMatchObject([{ field: 'otp' }]);
      expect(app.inbox.to(phone)).toEqual([]);
    });

    it('which a password does not replace', async () => {
      const password = 'a horse of no battery';
      await owner.api.put('/users/me/password', { newPassword: password });
      const { body } = await app.api.post('/auth/password/login', { phone: owner.phone, password });
      const answer = await app.api.as({ token: body.token }).post('/users/me/phone', { phone: newPhone() });
      expectRefusal(answer, REAUTHENTICATION_REQUIRED);
    });

    it('which may be one mailed to the confirmed address, when the old phone is lost', async () => {
      const email = await giveEmail(app, owner);
      app.clock.advance({ days: 30 });
      const caller = app.api.fromNewAddress();
      const { sessionId } = (await caller.post('/auth/otp/request', { email })).body;
      const code = { email, otp: await app.inbox.codeMailedTo(email), sessionId };
      const { body } = await caller.post('/auth/otp/verify', code);
      const { phone } = await changePhone(app, { ...owner, api: caller.as({ token: body.token }) });
      app.clock.advance({ seconds: 30 });
      expect((await signIn(app, { phone })).id).toBe(owner.id);
    });
  });

  describe('takes a code that', () => {
    it('is the right one, in five tries', async () => {
      const change = await startPhoneChange(app, owner);
      for (const otp of wrongCodes(change.code.otp, 5)) expectRefusal(await verifyPhone(change, { otp }), INVALID_OTP);
      expectRefusal(await verifyPhone(change), INVALID_OTP);
      expect(await phoneOf(owner)).toBe(owner.phone);
    });

    it('has not expired, and was not used', async () => {
      const change = await startPhoneChange(app, owner);
      app.clock.advance({ seconds: 300 });
      expectRefusal(await verifyPhone(change), INVALID_OTP);
      const next = await startPhoneChange(app, owner);
      expect((await verifyPhone(next)).status).toBe(200);
      expectRefusal(await verifyPhone(next), INVALID_OTP);
    });

    it('belongs to this session, neither to another one nor to another account', async () => {
      app.clock.advance({ seconds: 30 });
      const [change, again, stranger] = [
        await startPhoneChange(app, owner),
        await signIn(app, { phone: owner.phone }),
        await signIn(app),
      ];
      for (const person of [again, stranger]) {
        expectRefusal(await verifyPhone({ ...change, person }), INVALID_OTP);
      }
      expect((await verifyPhone(change)).status).toBe(200);
    });

    it('was sent for this: it does not sign in, and one that signs in does not change the phone', async () => {
      const { phone, code } = await startPhoneChange(app, owner);
      expectRefusal(await app.api.post('/auth/otp/verify', { phone, ...code }), INVALID_OTP);
      app.clock.advance({ seconds: 30 });
      const { otp, sessionId } = await arrive(app, phone);
      expectRefusal(await owner.api.post('/users/me/phone/verify', { otp, sessionId }), INVALID_OTP);
    });

    it('is one of up to three, each for its number', async () => {
      const [first, second] = [await startPhoneChange(app, owner), await startPhoneChange(app, owner)];
      expectRefusal(
        await verifyPhone(first, { otp: second.code.otp === first.code.otp ? '0' : second.code.otp }),
        INVALID_OTP,
      );
      expect((await verifyPhone(first)).body.user.phone).toBe(first.phone);
      expect((await verifyPhone(second)).body.user.phone).toBe(second.phone);
    });

    it('of a test number is the one of the settings', async () => {
      const { sessionId } = (await owner.api.post('/users/me/phone', { phone: REVIEWER })).body;
      const { body } = await owner.api.post('/users/me/phone/verify', { otp: '004711', sessionId });
      expect(body.user.phone).toBe(REVIEWER);
    });
  });

  it.each([
    ['a landline', '080 4123 4567'],
    ['a mobile of a country without codes', '+9779841234567'],
    ['no number', '12'],
  ])('is not changed to %s', async (_what, phone) => {
    expectRefusal(await owner.api.post('/users/me/phone', { phone }), [422, 'INVALID_PHONE']);
    expect(app.inbox.to(phone)).toEqual([]);
  });

  it('is not changed to itself, nor without a phone or a code', async () => {
    expectInvalid(await owner.api.post('/users/me/phone', { phone: `0${subscriberOf(owner.phone)}` }), 'phone');
    expectRefusal(await owner.api.post('/users/me/phone', {}), [422, 'INVALID_PHONE']);
    expectInvalid(await owner.api.post('/users/me/phone/verify', { sessionId: 'x' }), 'otp');
    expectInvalid(await owner.api.post('/users/me/phone/verify', { otp: '123456' }), 'sessionId');
    for (const path of ['/users/me/phone', '/users/me/phone/verify']) {
      expectRefusal(await app.api.post(path, { phone: newPhone() }), UNAUTHORIZED);
    }
  });

  it('is shown at once to who may see it, and used wherever it is needed', async () => {
    const viewer = await signIn(app);
    await makePremium(app, viewer, null);
    const lookUp = async () => (await viewer.api.get(`/cars/qr/${owner.car.qrCode}`)).body.car.owner.phone;
    expect(await lookUp()).toBe(owner.phone);
    const { phone } = await changePhone(app, owner);
    expect(await lookUp()).toBe(phone);
    const other = await signInOwner(app);
    const { activity } = (await owner.api.post('/scans', { carId: other.car.id, scannerEmail: 'a@example.com' })).body;
    expect(activity.scannerPhone).toBe(phone);
    const form = { carId: owner.car.id, scannerPhone: newPhone(), scannerEmail: 'a@example.com' };
    expect((await app.api.fromNewAddress().post('/scans', form)).body.car.owner.phone).toBe(phone);
    const order = await owner.api.post('/payments/razorpay/create', { planDuration: 30 });
    expect(order.body.prefill.contact).toBe(phone);
    expect((await owner.api.get('/users/me/export')).body.user.phone).toBe(phone);
    expect(await countRows(app, 'users', 'phone', owner.phone)).toBe(0);
  });
});
