import { parse } from 'dotenv';
import { type Settings, readSettings } from '@app/config';
import { getBlock, readProse } from '../support/documents.mjs';

const read = (file: string): Settings =>
  readSettings(parse(file), () => 'the key of every test, long enough for anyone');

describe('the settings in the documents', () => {
  it('of README.md lead to MySQL and Redis', () => {
    const { database, redis } = read(getBlock('README.md', 'env', 'settings').text);
    expect(database).toMatchObject({ kind: 'mysql', url: 'mysql://carqr:password@localhost:3306/carqr' });
    expect(redis).toMatchObject({ kind: 'single', url: 'redis://localhost:6379' });
  });

  it('of docs/sms.md name the preview, each provider, and both', () => {
    // A comment says what the line after it is; in one file the last line would win.
    const lines = getBlock('docs/sms.md', 'env', 'forms').text.match(/(?<=^# .*\n)SMS_URL=.*$/gm) ?? [];
    const templateIds = { code: 'TEMPLATE_ID', alert: 'ALERT_TEMPLATE_ID' };
    const msg91 = { kind: 'msg91', authKey: 'AUTHKEY', templateIds, apiUrl: 'https://control.msg91.com' };
    const login = { accountSid: 'ACCOUNT_SID', authToken: 'AUTH_TOKEN' };
    const twilio = { kind: 'twilio', ...login, from: 'SENDER', apiUrl: 'https://api.twilio.com' };
    expect(lines.map((line) => read(line).sms)).toEqual([
      { kind: 'preview' },
      { kind: 'providers', providers: [msg91] },
      { kind: 'providers', providers: [twilio] },
      { kind: 'providers', providers: [msg91, twilio] },
    ]);
  });

  describe('of the table in docs/operations.md', () => {
    const rows = [...readProse('docs/operations.md').matchAll(/^\| ([A-Z][A-Z_, ]*) \|(.*?)\|(.*)\|$/gm)].map(
      ([, names = '', defaults = '', meaning = '']) => ({ names: names.split(', '), defaults, meaning }),
    );
    // A row with words beside its defaults, such as "in production", has no plain ones.
    const defaults = rows.flatMap(({ names, defaults: cell }) => {
      const values = cell.split(', ').map((value) => /^ ?`([^`]+)` ?$/.exec(value)?.[1]);
      return values.length === names.length ? names.map((name, index) => ({ name, value: values[index] })) : [];
    });
    const plain = defaults.filter(({ value }) => value !== undefined && !value.includes('PORT'));

    it.each(plain)('$name is $value where nothing is said', ({ name, value }) => {
      expect(read(`${name}=${value}`)).toEqual(read(''));
    });

    // What other settings have to say as well, so that one may be said at all.
    const company = [
      'AWS_REGION=ap-south-1',
      'MAIL_FROM=CarQR <hello@carqr.in>',
      'RAZORPAY_KEY_ID=rzp_test_key',
      'RAZORPAY_KEY_SECRET=secret',
      'RAZORPAY_WEBHOOK_SECRET=another',
    ];
    const forms = rows.flatMap(({ names: [name], meaning }) =>
      [...meaning.matchAll(/`([a-z0-9+]+:\/\/[^`]+)`/g)].map(([, form]) => ({ name, form })),
    );

    it.each(forms)('$name may be $form', ({ name, form }) => {
      expect(() => read([...company, `${name}=${form}`].join('\n'))).not.toThrow();
    });

    it('says defaults and forms', () => {
      expect([plain.length > 12, forms.length > 8]).toEqual([true, true]);
    });
  });
});
