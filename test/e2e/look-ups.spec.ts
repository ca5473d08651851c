import { expectFields, expectRefusal, rawText, subscriberOf } from '../support/answers.js';
import { type Owner, makePremium, signIn, signInOwner } from '../support/people.js';
import { newAddress } from '../support/api-client.js';
import { sendRaw } from '../support/raw-http.js';
import { markEmailVerified } from '../support/signing-in.js';
import { ScanPage } from '../support/scan-page.js';
import { type TestApp, startApp } from '../support/start-app.js';

const MISSING = '01938a5e-7c11-7abc-8def-012345678901';

describe('looking a car up', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
    await owner.api.patch('/users/me', { name: 'Asha 🚗', email: `asha.${owner.id}@example.com` });
    await markEmailVerified(app, `asha.${owner.id}@example.com`);
  });
  afterAll(() => app.stop());

  const lookUp = (key: string, api = app.api.fromNewAddress()) => api.get(`/cars/qr/${encodeURIComponent(key)}`);
  /** Fails when a part of the owner's contact is anywhere in a text. */
  const expectNoContact = (text: string): void => {
    expect(text).not.toContain(subscriberOf(owner.phone));
    expect(text).not.toContain(`asha.${owner.id}`);
  };

  describe('finds it', () => {
    const urls = (code: string): string[] =>
      ['https://carqr.test/S/', 'HTTPS://CARQR.TEST/S/', 'https://carqr.test/s/', 'http://old.example/s/'].flatMap(
        (base) => [`${base}${code}`, `${base}${code.toLowerCase()}/`],
      );

    it('by its code in any letter case, by the whole scan URL and by its id, with and without the prefix', async () => {
      const { id, qrCode } = owner.car;
      const expected = (await lookUp(qrCode)).text;
      const mixed = [...qrCode].map((letter, index) => (index % 2 ? letter.toLowerCase() : letter)).join('');
      for (const key of [qrCode, qrCode.toLowerCase(), mixed, ...urls(qrCode), id, id.toUpperCase()]) {
        const answer = await lookUp(key);
        expect([key, answer.status, answer.text]).toEqual([key, 200, expected]);
        expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
      }
      expect((await app.api.get(`/api/v1/cars/qr/${qrCode}`)).text).toBe(expected);
    });

    it('by a scan URL that stands in the path as it is, its slashes merged or not', async () => {
      const { qrCode } = owner.car;
      const expected = (await lookUp(qrCode)).text;
      const pasted = urls(qrCode).flatMap((url) => [url, url.replace('//', '/'), `${url}?utm_source=a/b&x=https://y`]);
      pasted.push(`https%3A//carqr.test/S/${qrCode}`, `https://carqr.test:8443/base/S/${qrCode}%3Fx=1`);
      for (const prefix of ['', '/api/v1']) {
        for (const url of pasted) {
          const request = `GET ${prefix}/cars/qr/${url} HTTP/1.1\r\nHost: carqr.test\r\nX-Forwarded-For: ${newAddress()}\r\n\r\n`;
          const { status, text } = await sendRaw(app.api.url, request);
          expect([url, status, text]).toEqual([url, 200, expected]);
        }
      }
    });

    it('again and again from what is kept, word for word', async () => {
      const first = await lookUp(owner.car.qrCode);
      expect((await lookUp(owner.car.qrCode)).text).toBe(first.text);
      app.clock.advance({ minutes: 6 });
      expect((await lookUp(owner.car.qrCode)).text).toBe(first.text);
    });
  });

  describe('finds nothing', () => {
    it.each([
      ['a plate', () => owner.car.carNumber],
      ['a plate as it was written', () => 'KA 01 AB 1234'],
      ['an unknown code', () => '0000000000'],
      ['an unknown id', () => MISSING],
      ['the id of a user', () => owner.id],
      ['a phone number', () => owner.phone],
      ['an e-mail address', () => `asha.${owner.id}@example.com`],
      ['a URL without a code', () => 'https://carqr.test/S/'],
      ['a URL of another page', () => `https://carqr.test/T/${owner.car.qrCode}`],
      ['a NUL', () => `${owner.car.qrCode}\u0000`],
      ['a wildcard', () => '%'],
    ])('by %s', async (_name, key) => {
      const answer = await lookUp(key());
      expectRefusal(answer, [404, 'QR_NOT_FOUND']);
      expectNoContact(rawText(answer));
    });

    it('by a disabled code', async () => {
      await app.dataSource.query('UPDATE qr_codes SET active = 0 WHERE code = ?', [owner.car.qrCode]);
      expectRefusal(await lookUp(owner.car.qrCode), [404, 'QR_NOT_FOUND']);
      expectRefusal(await lookUp(owner.car.qrCode, owner.api), [404, 'QR_NOT_FOUND']);
    });

    it('with a token that is not good', async () => {
      const stranger = app.api.as({ token: 'forged' });
      expectRefusal(await lookUp(owner.car.qrCode, stranger), [401, 'UNAUTHORIZED']);
    });
  });

  describe('behind the form', () => {
    it('shows the car with exactly the fields of the contract, and a name without a contact', async () => {
      const car = { customMessage: 'Back soon', customFields: { Flat: 'B-204' }, selectedTemplate: 'minimal' };
      await owner.api.patch(`/cars/${owner.car.id}`, car);
      const basic = await signIn(app);
      const lapsed = await signIn(app);
      await makePremium(app, lapsed, new Date(app.clock.nowMs()));
      for (const api of [app.api, basic.api, lapsed.api]) {
        const { body } = await lookUp(owner.car.qrCode, api);
        expectFields(body.car, 'scannedCar');
        expectFields(body.car.owner, 'owner');
        expect(body).toEqual({
          success: true,
          gate: 'form',
          car: {
            ...car,
            id: owner.car.id,
            carNumber: 'KA01AB1234',
            carModel: 'Tata Nexon',
            owner: { name: 'Asha 🚗', phone: null, email: null },
          },
        });
      }
    });

    it('answers in the same words whatever the contact is and whatever part of it may be seen', async () => {
      const before = await lookUp(owner.car.qrCode);
      for (const contactVisibility of ['phone_and_email', 'phone', 'email', 'none']) {
        await owner.api.patch('/users/me', { preferences: { contactVisibility } });
        expect((await lookUp(owner.car.qrCode)).text).toBe(before.text);
      }
      await owner.api.patch('/users/me', { email: `changed.${owner.id}@example.com` });
      expect((await lookUp(owner.car.qrCode)).text).toBe(before.text);
    });

    it('gives the contact away in no answer, header or log line', async () => {
      const basic = await signIn(app);
      const before = app.logs.length;
      for (const api of [app.api.fromNewAddress(), basic.api]) {
        for (const key of [owner.car.qrCode, owner.car.id, `https://carqr.test/S/${owner.car.qrCode}`]) {
          expectNoContact(rawText(await lookUp(key, api)));
        }
        const refused = { carId: owner.car.id, scannerPhone: 'nobody', scannerEmail: 'nobody' };
        expectNoContact(rawText(await api.post('/scans', refused)));
      }
      expect(app.logs.length - before).toBe(8);
      expectNoContact(app.logs.join(''));
    });
  });

  it('never shows an address that the owner has not confirmed: to nobody, in no way', async () => {
    const email = `unconfirmed.${owner.id}@example.com`;
    await owner.api.patch('/users/me', { email });
    const premium = await signIn(app);
    await makePremium(app, premium, null);
    const form = { carId: owner.car.id, scannerPhone: '9812345678', scannerEmail: 'ravi@example.com' };
    const page = new ScanPage(app, owner.car.qrCode);
    const show = () =>
      Promise.all([
        lookUp(owner.car.qrCode, premium.api),
        lookUp(owner.car.qrCode, owner.api),
        app.api.fromNewAddress().post('/scans', form),
        page
          .submit({ scannerPhone: form.scannerPhone, scannerEmail: form.scannerEmail })
          .then((it) => page.showResult(it)),
      ]);
    for (const { text } of await show()) {
      expect(text).toContain(subscriberOf(owner.phone));
      expect(text).not.toContain(email);
    }
    await owner.api.post('/users/me/email/verify', { code: await app.inbox.codeMailedTo(email) });
    for (const { text } of await show()) expect(text).toContain(email);
  });

  describe('with the gate open', () => {
    const contact = () => ({ phone: owner.phone, email: `asha.${owner.id}@example.com` });

    it.each([
      ['phone_and_email', ({ phone, email }: ReturnType<typeof contact>) => ({ phone, email })],
      ['phone', ({ phone }: ReturnType<typeof contact>) => ({ phone, email: null })],
      ['email', ({ email }: ReturnType<typeof contact>) => ({ phone: null, email })],
      ['none', () => ({ phone: null, email: null })],
    ])(
      'shows what %s allows to a premium scanner, to the owner and after the form',
      async (contactVisibility, show) => {
        const premium = await signIn(app);
        await makePremium(app, premium, null);
        await owner.api.patch('/users/me', { preferences: { contactVisibility } });
        const seen = { name: 'Asha 🚗', ...show(contact()) };
        for (const { api } of [premium, owner]) {
          for (const key of [owner.car.qrCode, owner.car.id]) {
            const { body } = await lookUp(key, api);
            expectFields(body.car, 'scannedCar');
            expect([body.gate, body.car.owner]).toEqual(['open', seen]);
          }
        }
        const form = { carId: owner.car.qrCode, scannerPhone: '9812300001', scannerEmail: 'ravi@example.com' };
        const { body } = await app.api.fromNewAddress().post('/scans', form);
        expectFields(body.car, 'scannedCar');
        expect(body.car.owner).toEqual(seen);
      },
    );

    it('shows null for an owner without an e-mail address', async () => {
      const other = await signInOwner(app);
      const { body } = await lookUp(other.car.qrCode, other.api);
      expect(body.car.owner).toEqual({ name: null, phone: other.phone, email: null });
    });

    it('leaves the next stranger behind the form', async () => {
      await lookUp(owner.car.qrCode, owner.api);
      expectNoContact(rawText(await lookUp(owner.car.qrCode)));
    });

    it('writes the contact into no log line', async () => {
      await lookUp(owner.car.qrCode, owner.api);
      expectNoContact(app.logs.join(''));
    });
  });
});
