import { expectRefusal } from '../support/answers.js';
import { arrive, countRows, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

const CANONICAL = '+919876543210';
const SPELLINGS = [
  '9876543210',
  '98765 43210',
  '98765-43210',
  '(98765) 43210',
  '98765.43210',
  '09876543210',
  '0 98765 43210',
  '+919876543210',
  '+91 98765-43210',
  '+91 (98765) 43210',
  '+91 09876543210',
  '919876543210',
  '00919876543210',
  '  9876543210 ',
  '98765\u00a043210',
  '98765\u200943210',
  '98765\u300043210',
  '98765\u201143210',
  '98765\u201343210',
  '98765\u221243210',
  '98765\ufe6343210',
  '\u202a+91 98765 43210\u202c',
  '\u2068+91 98765-43210\u2069',
  '\u200e9876543210',
  '\ufeff98765\u200b43210',
  '98765\u00ad43210',
  '98765\u2060\u200d43210',
  '9\ufe0f8\ufe0f7\ufe0f6\ufe0f5\ufe0f43210',
  'tel:+919876543210',
  'TEL:+91-98765-43210',
  ' tel: 09876543210',
  '(+91) 98765-43210',
  '(+91)9876543210',
  '(+91 98765 43210)',
  '(0091) 98765-43210',
  '+91 (0) 98765 43210',
  '९८७६५४३२१०',
  '+९१ ९८७६५ ४३२१०',
  '٩٨٧٦٥٤٣٢١٠',
  '۹۸۷۶۵۴۳۲۱۰',
  '９８７６５４３２１０',
  '+91９８７６５４３２１０',
  '௯௮௭௬௫௪௩௨௧௦',
  '𝟗𝟖𝟕𝟔𝟓𝟒𝟑𝟐𝟏𝟎',
  '987654321०',
];
const REFUSED = {
  'a full-width plus': '＋919876543210',
  'superscript digits': '⁹⁸⁷⁶⁵⁴³²¹⁰',
  'digits in circles': '⑨⑧⑦⑥⑤④③②①0',
  'a Roman numeral': 'Ⅸ876543210',
  'another URI': 'sip:+919876543210',
  'a URI within a URI': 'tel:tel:+919876543210',
  'a URI with an extension': 'tel:+919876543210;ext=5',
  'a URI of nothing': 'tel:',
  'nothing but invisible characters': '\u200b\u200b\u200b\u200b\u200b\u200b\u200b',
  'a slash': '98765/43210',
  letters: '98765ABCDE',
  'letters on a keypad': '+1 800 FLOWERS',
  'a letter in place of a zero': '987654321O',
  'an extension': '9876543210 ext. 5',
  'a number within text': 'call 9876543210',
  'two numbers': '9876543210, 9876543211',
  'a NUL': '9876543210\u0000',
  'too few digits': '98765',
  'too many digits': '98765432101',
  'a number that no operator has': '0000000000',
  'an unknown country': '+999123456789',
  'two plus signs': '++919876543210',
  'no digits': '----------',
  nothing: '',
  blanks: '   ',
  'a number as JSON number': 9876543210,
  'a list': ['9876543210'],
  'a map': { number: '9876543210' },
  'a boolean': true,
};

describe('a phone number', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ env: { OTP_COUNTRIES: '*' } });
  });
  afterAll(() => app.stop());

  const ask = (phone: unknown) => app.api.fromNewAddress().post('/auth/otp/request', { phone });

  describe('in any usual spelling', () => {
    it.each(SPELLINGS)('signs the same user in: %j', async (spelling) => {
      const signedIn = await verify(await arrive(app, CANONICAL, spelling));
      expect(signedIn.body.user).toMatchObject({ phone: CANONICAL });
      expect(await countRows(app, 'users', 'phone', CANONICAL)).toBe(1);
      expect(await countRows(app, 'users', 'role', 'user')).toBe(1);
      app.clock.advance({ days: 1 });
    });

    it.each(SPELLINGS)('has the same limit: %j', async (spelling) => {
      await ask(CANONICAL);
      expectRefusal(await ask(spelling), [429, 'RATE_LIMITED']);
      app.clock.advance({ days: 1 });
    });

    it('may be spelt otherwise with the code than in the request for it', async () => {
      const arrival = await arrive(app, CANONICAL);
      expect((await verify(arrival, { phone: '098765 43210' })).status).toBe(200);
      app.clock.advance({ days: 1 });
    });
  });

  it.each([
    ['the United States', '+1 (415) 555-2671', '+14155552671'],
    ['the United Kingdom', '+44 7400 123456', '+447400123456'],
    ['the Emirates', '+971 50 123 4567', '+971501234567'],
    ['Nepal', '00977 984-1234567', '+9779841234567'],
    ['Germany', '+49 1512 3456789', '+4915123456789'],
    ['Singapore', '+65 8123 4567', '+6581234567'],
  ])('of %s is accepted and kept as E.164', async (_country, spelling, canonical) => {
    const { body } = await verify(await arrive(app, canonical, spelling));
    expect(body.user.phone).toBe(canonical);
  });

  describe('is refused as INVALID_PHONE', () => {
    it.each(Object.entries(REFUSED))('with %s', async (_what, phone) => {
      const sent = app.inbox.to(CANONICAL).length;
      expectRefusal(await ask(phone), [422, 'INVALID_PHONE']);
      expect(app.inbox.to(CANONICAL)).toHaveLength(sent);
      const code = { phone, otp: '123456', sessionId: 'any' };
      expectRefusal(await app.api.fromNewAddress().post('/auth/otp/verify', code), [422, 'INVALID_PHONE']);
      const login = { phone, password: 'long enough' };
      expectRefusal(await app.api.fromNewAddress().post('/auth/password/login', login), [422, 'INVALID_PHONE']);
    });
  });
});
