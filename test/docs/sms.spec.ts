import type { Sms } from '@app/sms';
import { getBlock, readProse } from '../support/documents.mjs';
import { newPhone } from '../support/people.js';
import { AT, USER_ID, composeFor } from '../support/mails.js';
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

  it('give the template of alerts as the server fills it, no variable longer than an Indian template takes', async () => {
    const notice = { userId: USER_ID, change: 'password-set', channel: 'sms', to: '+919876543210', at: AT } as const;
    const composed = await composeFor({ kind: 'account-changed', ...notice });
    const { text, variables } = (composed as { sms: Sms }).sms;
    const values = Object.values(variables);
    expect(Math.max(...values.map((value) => value.length))).toBeLessThanOrEqual(30);
    const template = getBlock(DOCUMENT, 'text', 'alert template').text.trim().replace('HOST', 'carqr.test');
    expect(template.replaceAll('{#var#}', () => values.shift()!)).toBe(text);
  });
});
