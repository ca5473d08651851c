import { ConfigurationError } from './configuration-error.js';
import { readSettings } from './read-settings.js';
import type { Settings } from './settings.js';

const MSG91 = {
  kind: 'msg91',
  authKey: 'key',
  templateIds: { code: '66d6d3d1' },
  apiUrl: 'https://control.msg91.com',
};
const TWILIO = {
  kind: 'twilio',
  accountSid: 'AC1',
  authToken: 'token',
  from: '+14155550100',
  apiUrl: 'https://api.twilio.com',
};

const read = (url: string, more: Record<string, string> = {}): Settings =>
  readSettings({ SMS_URL: url, ...more }, () => 'unused');

describe('SMS_URL', () => {
  it.each(['', 'preview:'])('%j is the preview', (url) => {
    expect(read(url).sms).toEqual({ kind: 'preview' });
  });

  it.each([
    ['msg91://key@/?template=66d6d3d1', [MSG91]],
    ['msg91://key@?template=66d6d3d1&apiUrl=', [MSG91]],
    ['msg91://key@/?template=66d6d3d1&apiUrl=http://127.0.0.1:9/x/', [{ ...MSG91, apiUrl: 'http://127.0.0.1:9/x' }]],
    [
      'msg91://key@/?template=66d6d3d1&alertTemplate=77e7e4e2',
      [{ ...MSG91, templateIds: { code: '66d6d3d1', alert: '77e7e4e2' } }],
    ],
    ['twilio://AC1:token@/?from=+14155550100', [TWILIO]],
    ['twilio://AC1:token@/?from=%2B14155550100', [TWILIO]],
    [
      'twilio://AC1:token@/?from=CARQR&apiUrl=https%3A%2F%2Fsms.test',
      [{ ...TWILIO, from: 'CARQR', apiUrl: 'https://sms.test' }],
    ],
    [
      'twilio://AC1:token@/?from=MG0123456789abcdef0123456789abcdef',
      [{ ...TWILIO, from: 'MG0123456789abcdef0123456789abcdef' }],
    ],
    ['msg91://key@/?template=66d6d3d1, twilio://AC1:token@/?from=+14155550100', [MSG91, TWILIO]],
    ['twilio://AC1:token@/?from=+14155550100,msg91://key@/?template=66d6d3d1', [TWILIO, MSG91]],
  ])('%j names providers, in their order', (url, providers) => {
    expect(read(url).sms).toEqual({ kind: 'providers', providers });
  });

  it.each([
    'preview',
    'preview:,msg91://hunter2@/?template=x',
    'msg91:',
    'msg91://hunter2@/',
    'msg91://hunter2@/?template=',
    'msg91://hunter2@/?template=x%20y',
    'msg91://hunter2@/?template=x&alertTemplate=',
    'msg91://hunter2@/?template=x&alertTemplate=x%20y',
    'msg91://@/?template=x',
    'msg91://user:hunter2@/?template=x',
    'msg91://hunter2%zz@/?template=x',
    'msg91://hunter2%0d%0a@/?template=x',
    'msg91://hunter2@host/?template=x',
    'msg91://hunter2@/?template=x&sender=y',
    'msg91://hunter2@/?template=x&template=y',
    'msg91://hunter2@/?template=x#hunter2',
    'msg91://hunter2@/?template=x&apiUrl=127.0.0.1:9',
    'msg91://hunter2@/?template=x&apiUrl=http://u:hunter2@h',
    'msg91://hunter2@/?template=x&apiUrl=http://h/?q=hunter2',
    'twilio://AC1@/?from=+14155550100',
    'twilio://AC1:hunter2@/',
    'twilio://AC1:hunter2@/?from=',
    'twilio://AC1:hunter2@/?from=+1',
    'twilio://AC1:hunter2@/?from=A%20name%20too%20long',
    'twilio://AC1:hunter2:more@/?from=+14155550100',
    'twilio://AC1:hunter2@/?from=+14155550100&template=x',
    'msg91://hunter2@/?template=x,msg91://hunter3@/?template=y',
    'msg91://hunter2@/?template=x,twilio://AC1:hunter2@/?from=+14155550100,msg91://hunter2@/?template=z',
    'https://hunter2@sms.test',
  ])('%j stops the start with one sentence that names it and keeps its secrets', (url) => {
    expect(() => read(url)).toThrow(ConfigurationError);
    expect(() => read(url)).toThrow(/^SMS_URL must (?!.*hunter)[^\n]+\.$/);
  });

  it('with a provider is good for production, and leaves the outbox to the preview of mail alone', () => {
    const production = { NODE_ENV: 'production', JWT_SECRET: 'x9Kq'.repeat(3) + 'vTz81LwPmR5nYc3HgB7dEa' };
    const preview = { ...production, ALLOW_INSECURE: 'embedded,simulator' };
    expect(() => read('preview:', preview)).toThrow(/^SMS_URL must name an SMS provider/);
    expect(() => read('msg91://key@/?template=x', preview)).not.toThrow(/^SMS_URL/);
    expect(read('msg91://key@/?template=x').hasDevOutbox).toBe(true);
  });
});
