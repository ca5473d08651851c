import { newAddress } from '../support/api-client.js';
import { expectInvalid } from '../support/answers.js';
import { type Owner, makeAdmin, signInOwner } from '../support/people.js';
import { arrive, newEmail } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

/** What may be nowhere in an address, not even inside quotes. */
const REFUSED_CHARACTERS = {
  'a blank': ' ',
  'a tab': '\t',
  'a line feed': '\n',
  'a carriage return and a line feed': '\r\n',
  'a no-break space': '\u00a0',
  'a thin space': '\u2009',
  'an ideographic space': '\u3000',
  'a line separator': '\u2028',
  'a paragraph separator': '\u2029',
  NUL: '\u0000',
  'the escape character': '\u001b',
  'the delete character': '\u007f',
  'a control character of Latin-1': '\u0085',
  'another control character of Latin-1': '\u009b',
  'a zero-width space': '\u200b',
  'a zero-width joiner': '\u200d',
  'a word joiner': '\u2060',
  'a byte order mark': '\ufeff',
  'a soft hyphen': '\u00ad',
  'a right-to-left mark': '\u200f',
  'a right-to-left override': '\u202e',
  'an isolate': '\u2067',
  'an Arabic letter mark': '\u061c',
  'a variation selector': '\ufe0f',
  'a tag character': '\u{e0041}',
  'a Hangul filler': '\u3164',
};
const POSITIONS = [
  (character: string) => `ra${character}vi@example.com`,
  (character: string) => `"ra${character}vi"@example.com`,
  (character: string) => `ravi@exa${character}mple.com`,
  (character: string) => `"x${character}Your owner account: pay at evil.example${character}"@x.com`,
];
const INVISIBLE_AT_THE_ENDS = ['\ufeffravi@example.com', 'ravi@example.com\ufeff', '\u200bravi@example.com\u200b'];

describe('an e-mail address', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp({ env: { RATE_LIMIT_FACTOR: '0' } });
    owner = await signInOwner(app);
    await makeAdmin(app, owner);
  });
  afterAll(() => app.stop());

  /** Every place that takes one. */
  const places: [string, (email: string) => Promise<void>][] = [
    ['a request for a code', async (email) => expectInvalid(await post('/auth/otp/request', { email }), 'email')],
    [
      'a first sign-in',
      async (email) => {
        const { phone, otp, sessionId } = await arrive(app);
        expectInvalid(await post('/auth/otp/verify', { phone, otp, sessionId, email }), 'email');
      },
    ],
    [
      'a sign-in with a password',
      async (email) => expectInvalid(await post('/auth/password/login', { email, password: 'long enough' }), 'email'),
    ],
    ['a profile', async (email) => expectInvalid(await owner.api.patch('/users/me', { email }), 'email')],
    [
      'an admin’s search',
      async (email) => expectInvalid(await owner.api.post('/admin/users/find', { email }), 'email'),
    ],
    ['a scan', async (email) => expectInvalid(await post('/scans', scanWith(email)), 'scannerEmail')],
    [
      'the form of the page',
      async (email) => {
        const form = new URLSearchParams({ scannerPhone: '9812345678', scannerEmail: email }).toString();
        const type = { 'content-type': 'application/x-www-form-urlencoded' };
        const page = await app.api.as({ ip: newAddress() }).send('POST', `/S/${owner.car.qrCode}`, form, type);
        expect(page.status).toBe(422);
        expect(page.text).toContain('id="scannerEmail-problem"');
      },
    ],
  ];

  const post = (path: string, body: object) => app.api.fromNewAddress().post(path, body);
  const scanWith = (scannerEmail: string) => ({ carId: owner.car.id, scannerPhone: '9812345678', scannerEmail });
  const listScans = async () => (await owner.api.get('/scans')).body.scans;

  describe.each(places)('in %s', (_place, expectRefused) => {
    it.each(Object.entries(REFUSED_CHARACTERS))('is refused with %s in it, quoted or not', async (_name, character) => {
      for (const spell of POSITIONS) await expectRefused(spell(character));
      expect(await listScans()).toEqual([]);
    });

    it('is refused with invisible characters around it', async () => {
      for (const email of INVISIBLE_AT_THE_ENDS) await expectRefused(email);
    });
  });

  it('is trimmed, and may be quoted or international', async () => {
    for (const [sent, kept] of [
      [' \t\u00a0Ravi@Example.com\r\n', 'ravi@example.com'],
      ['"ravi.k"@example.com', '"ravi.k"@example.com'],
      ['josé@example.com', 'josé@example.com'],
      ['रवि@example.com', 'रवि@example.com'],
    ]) {
      expect((await owner.api.patch('/users/me', { email: sent })).body.user.email).toBe(kept);
    }
  });

  it('that was stored before such characters were refused is not shown to an owner', async () => {
    const scanner = await signInOwner(app, { email: newEmail() });
    const forged = '"x\r\nCall this number"@x.com';
    await app.dataSource.query('UPDATE users SET email = ? WHERE id = ?', [forged, scanner.id]);
    await scanner.api.post('/scans', { carId: owner.car.id });
    const { status } = await scanner.api.post('/scans', { carId: owner.car.id, scannerEmail: 'ravi@example.com' });
    expect(status).toBe(201);
    const emails = (await listScans()).map((scan: { scannerEmail: string }) => scan.scannerEmail);
    expect(emails).toContain('ravi@example.com');
    expect(emails).not.toContain(forged);
  });
});
