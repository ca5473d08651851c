import { readSettings } from './read-settings.js';
import type { MailSettings } from './settings.js';

const MAIL_FROM = 'CarQR <hello@carqr.in>';

function readMail(url: string, from: string = MAIL_FROM): MailSettings {
  return readSettings({ SMTP_URL: url, MAIL_FROM: from }, () => 'unused').mail;
}

describe('SMTP_URL', () => {
  const from = { name: 'CarQR', address: 'hello@carqr.in' };

  it.each([
    ['preview:', { kind: 'preview' }],
    ['smtp://mail.example.com', { kind: 'smtp', host: 'mail.example.com', port: 587, isSecure: false, from }],
    ['smtps://mail.example.com', { kind: 'smtp', host: 'mail.example.com', port: 465, isSecure: true, from }],
    ['smtp://[::1]:1025/', { kind: 'smtp', host: '::1', port: 1025, isSecure: false, from }],
    [
      'smtps://asha%40example.com:p%2Fw%25@h:2465',
      {
        kind: 'smtp',
        host: 'h',
        port: 2465,
        isSecure: true,
        login: { username: 'asha@example.com', password: 'p/w%' },
        from,
      },
    ],
  ])('%s', (url, settings) => {
    expect(readMail(url)).toEqual(settings);
  });

  it.each([
    'smtp:',
    'smtp://',
    'http://h',
    'preview',
    'smtp://user@h',
    'smtp://:hunter2@h',
    'smtp://u:hunter2%@h',
    'smtp://u:hunter2@h/queue',
    'smtp://u:hunter2@h?pool=true',
    'smtp://h:99999',
  ])('%s is refused in one sentence without the password', (url) => {
    expect(() => readMail(url)).toThrow(/^SMTP_URL (?!.*hunter2)[^\n]+\.$/);
  });
});

describe('MAIL_FROM', () => {
  it.each([
    ['hello@carqr.in', { name: '', address: 'hello@carqr.in' }],
    ['<hello@carqr.in>', { name: '', address: 'hello@carqr.in' }],
    ['"CarQR, India" <hello@carqr.in>', { name: 'CarQR, India', address: 'hello@carqr.in' }],
    ['कार QR <hello@carqr.in>', { name: 'कार QR', address: 'hello@carqr.in' }],
  ])('%s', (text, from) => {
    expect(readMail('smtp://h', text)).toMatchObject({ from });
  });

  it.each(['', 'CarQR', 'hello@', 'a@b, c@d', 'CarQR <a@b> x', 'Car\nQR <a@b>'])('%j is refused', (text) => {
    expect(() => readMail('smtp://h', text)).toThrow(/^MAIL_FROM must say who mail is from/);
  });

  it('is not needed where mail is only previewed', () => {
    expect(readMail('preview:', '')).toEqual({ kind: 'preview' });
  });
});

it('production takes a mail server without further permission', () => {
  const env = {
    NODE_ENV: 'production',
    SMTP_URL: 'smtp://h',
    MAIL_FROM,
    JWT_SECRET: 'x9Kq'.repeat(3) + 'vTz81LwPmR5nYc3HgB7dEa',
    DATABASE_URL: 'mysql://u:p@h/carqr',
    REDIS_URL: 'redis://h',
  };
  const refusal = () => readSettings(env, () => 'unused');
  expect(refusal).not.toThrow(/SMTP_URL/);
});
