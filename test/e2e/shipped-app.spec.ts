import { newPhone } from '../support/people.js';
import {
  ShippedApp,
  activity,
  boolean,
  car,
  integer,
  listOf,
  nullable,
  object,
  oneOf,
  pagination,
  payment,
  scannedCar,
  sticker,
  string,
  user,
} from '../support/shipped-app.js';
import { markEmailVerified } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the app that is on people’s phones', () => {
  let server: TestApp;
  let shipped: ShippedApp;

  beforeAll(async () => {
    server = await startApp();
  });

  afterAll(() => server.stop());

  beforeEach(() => {
    shipped = new ShippedApp(server.api.fromNewAddress());
  });

  /** Signs in as the app does: with the e-mail in both requests, null where the person left it empty. */
  async function signIn(email: string | null = null): Promise<ShippedApp> {
    const phone = newPhone();
    const spelling = phone.slice(3);
    const given = JSON.stringify(email);
    const sent = await shipped.call('POST', '/auth/otp/request', `{"phone":"${spelling}","email":${given}}`, {
      message: string,
      sessionId: string,
      expiresIn: integer,
      resendAfter: integer,
    });
    const code = `"phone":"${spelling}","otp":"${server.inbox.codeFor(phone)}","sessionId":"${sent.sessionId}"`;
    const signedIn = await shipped.call('POST', '/auth/otp/verify', `{${code},"email":${given}}`, {
      user,
      token: string,
      refreshToken: string,
      expiresIn: integer,
      isNewUser: boolean,
    });
    return shipped.withToken(signedIn.token);
  }

  it('signs in with an e-mail in both requests, or null in both', async () => {
    const withEmail = await (await signIn('shipped@example.com')).call('GET', '/users/me', undefined, { user });
    expect(withEmail.user.email).toBe('shipped@example.com');
    const without = await (await signIn()).call('GET', '/users/me', undefined, { user });
    expect(without.user.email).toBeNull();
  });

  it('exchanges its refresh token', async () => {
    const phone = newPhone();
    const { sessionId } = await shipped.call('POST', '/auth/otp/request', `{"phone":"${phone}"}`, {});
    const body = `{"phone":"${phone}","otp":"${server.inbox.codeFor(phone)}","sessionId":"${sessionId}"}`;
    const { refreshToken } = await shipped.call('POST', '/auth/otp/verify', body, {});
    const pair = await shipped.call('POST', '/auth/refresh', `{"refreshToken":"${refreshToken}"}`, {
      token: string,
      refreshToken: string,
      expiresIn: integer,
    });
    await shipped.withToken(pair.token).call('GET', '/users/me', undefined, { user });
  });

  it('saves the car with nulls in what is left empty, and posts it again to change it', async () => {
    const owner = await signIn();
    const empty = '"customMessage":null,"customFields":null,"selectedTemplate":null';
    const made = await owner.call('POST', '/cars', `{"carNumber":"ka 01 ab 1234","carModel":"Nexon",${empty}}`, {
      car,
    });
    expect(made.car).toMatchObject({ carNumber: 'KA01AB1234', customMessage: '', customFields: {} });
    const again =
      '{"carNumber":"KA01AB1234","carModel":"Nexon EV","customMessage":"Ring","customFields":{"Block":"C"}}';
    const changed = await owner.call('POST', '/cars', again, { car });
    expect(changed.car).toMatchObject({ id: made.car.id, qrCode: made.car.qrCode, carModel: 'Nexon EV' });
    expect((await owner.call('GET', '/users/me', undefined, { user })).user.hasCarInfo).toBe(true);
  });

  it('chooses a template by the older spelling of the route', async () => {
    const owner = await signIn();
    const chosen = await owner.call('PUT', '/users/template', '{"templateId":"classic"}', { user });
    expect(chosen.user.selectedTemplate).toBe('classic');
  });

  it('generates a sticker from its size and format alone', async () => {
    const owner = await signIn();
    await owner.call('POST', '/cars', '{"carNumber":"KA01AB1234","carModel":"Nexon"}', { car });
    const { qr } = await owner.call('POST', '/qr/generate', '{"size":"3x3","format":"svg"}', { qr: sticker });
    await shipped.call('GET', `/qr/${qr.id}`, undefined, { qr: sticker });
  });

  it('looks a scanned car up, leaves phone and e-mail, and then has the contact; the owner sees who asked', async () => {
    const owner = await signIn('owner@example.com');
    await markEmailVerified(server, 'owner@example.com');
    const { car: own } = await owner.call('POST', '/cars', '{"carNumber":"KA01AB1234","carModel":"Nexon"}', { car });
    const scanner = await signIn();

    const scanned = encodeURIComponent(own.scanUrl);
    const gate = oneOf('form', 'open');
    const looked = await scanner.call('GET', `/cars/qr/${scanned}`, undefined, { car: scannedCar, gate });
    expect(looked).toMatchObject({ gate: 'form', car: { id: own.id, owner: { phone: null, email: null } } });

    const contact = '"scannerPhone":"9876543210","scannerEmail":"ravi@example.com"';
    const form = `{"carId":"${own.id}",${contact},"notes":null,"reason":null}`;
    const left = await scanner.call('POST', '/scans', form, { activity, car: scannedCar });
    expect(left.car.owner.email).toBe('owner@example.com');

    const answer = { scans: listOf(activity), pagination };
    const byCar = await owner.call('GET', `/scans/${own.id}/scans`, undefined, answer);
    expect(byCar.scans.map(({ id }: { id: string }) => id)).toEqual([left.activity.id]);
    const mine = await owner.call('GET', '/scans?limit=20&offset=0', undefined, answer);
    expect(mine.scans).toEqual(byCar.scans);
  });

  it('buys premium by the length of the plan alone, and sends on what the checkout names in its own way', async () => {
    const buyer = await signIn();
    const order = await buyer.call('POST', '/payments/razorpay/create', '{"planDuration":30}', {
      orderId: string,
      key: string,
      amount: integer,
      currency: string,
      name: string,
      description: string,
      prefill: object({ contact: string, email: nullable(string) }),
      payment,
    });
    const { body: paid } = await server.api.post('/dev/razorpay/pay', { orderId: order.orderId });
    const result = {
      razorpay_payment_id: paid.paymentId,
      razorpay_order_id: paid.orderId,
      razorpay_signature: paid.signature,
    };
    const verified = await buyer.call('POST', '/payments/razorpay/verify', JSON.stringify(result), { user, payment });
    expect(verified.user.isPremium).toBe(true);
    await buyer.call('GET', '/payments', undefined, { payments: listOf(payment), pagination });
  });

  it('shows the sentence of a refusal', async () => {
    await expect(shipped.call('POST', '/auth/otp/request', '{"phone":"12"}', {})).rejects.toThrow(/phone number/i);
    await expect(shipped.call('GET', '/users/me', undefined, {})).rejects.toThrow(/sign in/i);
    await expect(shipped.call('GET', '/cars/qr/NOSUCH', undefined, {})).rejects.toThrow(/./);
  });
});
