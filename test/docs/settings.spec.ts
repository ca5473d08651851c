import { parse } from 'dotenv';
import { type Settings, readSettings } from '@app/config';
import { getBlock } from '../support/documents.mjs';

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
    const msg91 = { kind: 'msg91', authKey: 'AUTHKEY', templateId: 'TEMPLATE_ID', apiUrl: 'https://control.msg91.com' };
    const login = { accountSid: 'ACCOUNT_SID', authToken: 'AUTH_TOKEN' };
    const twilio = { kind: 'twilio', ...login, from: 'SENDER', apiUrl: 'https://api.twilio.com' };
    expect(lines.map((line) => read(line).sms)).toEqual([
      { kind: 'preview' },
      { kind: 'providers', providers: [msg91] },
      { kind: 'providers', providers: [twilio] },
      { kind: 'providers', providers: [msg91, twilio] },
    ]);
  });
});
