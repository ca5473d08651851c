import { getBlock, readProse } from '../support/documents.mjs';
import { newPhone } from '../support/people.js';
import { type SmsStub, TEMPLATE_TEXT, startSmsStub } from '../support/sms-stubs.js';
import { type TestApp, startApp } from '../support/start-app.js';

const DOCUMENT = 'docs/sms.md';

describe('the texts in docs/sms.md', () => {
  let twilio: SmsStub;
  let app: TestApp;

  beforeAll(async () => {
    twilio = await startSmsStub('twilio');
    app = await startApp({ env: { SMS_URL: twilio.url } });
  });
  afterAll(async () => {
    await app.stop();
    await twilio.close();
  });

  it.each([
    ['message', undefined],
    ['message with appHash', 'FA+9qCX9VSu'],
  ])('are what the server sends: %s', async (note, appHash) => {
    const phone = newPhone();
    await app.api.fromNewAddress().post('/auth/otp/request', { phone, ...(appHash && { appHash }) });
    const { text } = twilio.taken.find(({ to }) => to === phone)!;
    expect(text.replace(/\d{6}/, '123456')).toBe(getBlock(DOCUMENT, 'text', note).text.trim());
  });

  // The stub of MSG91 fills this template with what the server gives it, in the tests of that provider.
  it('name the variables of the template in their order', () => {
    const variables = readProse(DOCUMENT).match(/##\w+##/g)!;
    const template = getBlock(DOCUMENT, 'text', 'template').text.trim();
    expect(template.replaceAll('{#var#}', () => variables.shift()!)).toBe(TEMPLATE_TEXT);
  });
});
