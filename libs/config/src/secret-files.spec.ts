import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import { type Environment, readSettings } from './read-settings.js';

describe('a secret in a file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'carqr-secrets-'));
  const put = (content: string): string => {
    const path = join(directory, 'secret');
    writeFileSync(path, content);
    return path;
  };
  const read = (env: Environment) => readSettings(env, () => 'made for development');

  afterAll(() => rmSync(directory, { recursive: true }));

  it.each(['chosen', 'chosen\n', 'chosen\r\n'])('is %j without its last line break', (content) => {
    expect(read({ JWT_SECRET_FILE: put(content) }).jwtSecret).toBe('chosen');
    expect(read({ JWT_SECRET_FILE: put(content), JWT_SECRET: '' }).jwtSecret).toBe('chosen');
  });

  const RAZORPAY = {
    RAZORPAY_URL: 'https://api.razorpay.com',
    RAZORPAY_KEY_ID: 'id',
    RAZORPAY_KEY_SECRET: 'one',
    RAZORPAY_WEBHOOK_SECRET: 'two',
  };

  it.each<[name: string, value: string, others: Environment]>([
    ['DATABASE_URL', 'mysql://u:p@h/c', {}],
    ['DATABASE_REPLICA_URLS', 'mysql://u:p@r1/c,mysql://u:p@r2/c', { DATABASE_URL: 'mysql://u:p@h/c' }],
    ['REDIS_URL', 'redis://:p@h', {}],
    ['SMTP_URL', 'smtp://u:p@h', { MAIL_FROM: 'hello@carqr.in' }],
    ['SMS_URL', 'msg91://key@/?template=x', {}],
    ['RAZORPAY_KEY_SECRET', 'a key', RAZORPAY],
    ['RAZORPAY_WEBHOOK_SECRET', 'a key', RAZORPAY],
    ['JWT_SECRET', 'a key', {}],
    ['JWT_SECRET_PREVIOUS', 'a key', {}],
  ])('is the same as %s', (name, value, others) => {
    const inFile = { ...others, [name]: undefined, [`${name}_FILE`]: put(`${value}\n`) };
    expect(read(inFile)).toEqual(read({ ...others, [name]: value }));
    expect(read(inFile)).not.toEqual(read({}));
  });

  it('is not read while its setting is not used', () => {
    const missing = join(directory, 'missing');
    expect(read({ RAZORPAY_KEY_SECRET_FILE: missing, DATABASE_REPLICA_URLS_FILE: '' }).razorpay.kind).toBe('simulator');
  });

  describe('stops the start with one sentence that names it and keeps its content', () => {
    const refusalOf = (env: Environment): string => {
      try {
        read(env);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigurationError);
        return (error as Error).message;
      }
      throw new Error('The settings were accepted.');
    };

    it('when the variable is set too', () => {
      expect(refusalOf({ JWT_SECRET: 'hunter2', JWT_SECRET_FILE: put('hunter3') })).toBe(
        'JWT_SECRET_FILE must not be set together with JWT_SECRET.',
      );
    });

    it('when it is empty', () => {
      for (const content of ['', '\n', ' \r\n']) {
        expect(refusalOf({ REDIS_URL_FILE: put(content) })).toBe('REDIS_URL_FILE names a file that is empty.');
      }
    });

    it('when it is missing or a directory', () => {
      const missing = join(directory, 'missing');
      expect(refusalOf({ JWT_SECRET_FILE: missing })).toBe(
        `JWT_SECRET_FILE names the file ${missing}, which cannot be read (ENOENT).`,
      );
      mkdirSync(join(directory, 'folder'));
      expect(refusalOf({ JWT_SECRET_FILE: join(directory, 'folder') })).toMatch(/^JWT_SECRET_FILE .+\(EISDIR\)\.$/);
    });

    it('when what is in it is not good', () => {
      expect(refusalOf({ DATABASE_URL_FILE: put('postgres://u:hunter2@h/c') })).toMatch(
        /^DATABASE_URL must (?!.*hunter2).+\.$/,
      );
    });
  });
});
