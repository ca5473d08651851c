import { ConfigurationError } from './configuration-error.js';
import { readSettings } from './read-settings.js';
import type { RazorpaySettings, StorageSettings } from './settings.js';

const readStorage = (url: string, more: Record<string, string> = {}): StorageSettings =>
  readSettings({ STORAGE_URL: url, ...more }, () => 'unused').storage;

describe('STORAGE_URL', () => {
  it.each([
    ['', './data/files'],
    ['file:./data/files', './data/files'],
    ['file:/var/lib/carqr', '/var/lib/carqr'],
    ['file:///var/lib/carqr', '/var/lib/carqr'],
  ])('%j names a directory', (url, path) => {
    expect(readStorage(url)).toEqual({ kind: 'directory', path });
  });

  it('names a bucket of Amazon S3', () => {
    const expected = { kind: 's3', bucket: 'carqr.files-1', region: 'ap-south-1' };
    expect(readStorage('s3://carqr.files-1?region=ap-south-1')).toEqual(expected);
    expect(readStorage('s3://carqr.files-1/?region=ap-south-1&endpoint=&publicUrl=')).toEqual(expected);
  });

  it('names a bucket of another server, and the CDN in front of it', () => {
    const url =
      's3://files?region=here&endpoint=http://127.0.0.1:9000/&publicUrl=https%3A%2F%2Fcdn.carqr.in%2Ffiles%2F';
    expect(readStorage(url)).toEqual({
      kind: 's3',
      bucket: 'files',
      region: 'here',
      endpoint: 'http://127.0.0.1:9000',
      publicUrl: 'https://cdn.carqr.in/files',
    });
  });

  it('leaves the region to AWS_REGION, and needs none on a server of its own', () => {
    expect(readStorage('s3://files', { AWS_REGION: 'eu-west-1' })).toMatchObject({ region: 'eu-west-1' });
    expect(readStorage('s3://files?endpoint=http://localhost:9000')).toMatchObject({ region: 'us-east-1' });
  });

  it('may be a directory in production', () => {
    const production = { NODE_ENV: 'production', JWT_SECRET: 'x9Kq'.repeat(3) + 'vTz81LwPmR5nYc3HgB7dEa' };
    const allowed = { ALLOW_INSECURE: 'embedded,preview,simulator,http' };
    expect(readStorage('file:./files', { ...production, ...allowed })).toEqual({ kind: 'directory', path: './files' });
  });

  it.each([
    'file:',
    './data/files',
    '/var/lib/carqr',
    'S3',
    's3:',
    's3://',
    's3://files',
    's3://Files?region=ap-south-1',
    's3://a?region=ap-south-1',
    's3://files/folder?region=ap-south-1',
    's3://key:secret@files?region=ap-south-1',
    's3://files:9000?region=ap-south-1',
    's3://files?region=ap-south-1#here',
    's3://files?region=AP%20South',
    's3://files?region=ap-south-1&region=eu-west-1',
    's3://files?region=ap-south-1&endpont=http://localhost:9000',
    's3://files?region=ap-south-1&endpoint=localhost:9000',
    's3://files?region=ap-south-1&endpoint=http://key:secret@localhost:9000',
    's3://files?region=ap-south-1&publicUrl=ftp://cdn.carqr.in',
    's3://files?region=ap-south-1&publicUrl=https://cdn.carqr.in/?a=b',
    'https://files.s3.amazonaws.com',
  ])('%j stops the start with one sentence that names it and keeps its secrets', (url) => {
    const read = (): StorageSettings => readStorage(url);
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(/^STORAGE_URL must (?!.*secret).+\.$/);
  });
});

describe('RAZORPAY_URL', () => {
  const KEYS = { RAZORPAY_KEY_ID: 'rzp_live_1', RAZORPAY_KEY_SECRET: 'hunter2', RAZORPAY_WEBHOOK_SECRET: 'hunter3' };
  const readRazorpay = (env: Record<string, string>): RazorpaySettings => readSettings(env, () => 'unused').razorpay;

  it.each<Record<string, string>>([{}, { RAZORPAY_URL: 'simulator:' }, { ...KEYS, RAZORPAY_URL: 'simulator:' }])(
    'of %j is the simulator, with keys that are nobody’s',
    (env) => {
      expect(readRazorpay(env)).toEqual({
        kind: 'simulator',
        baseUrl: '',
        keyId: 'rzp_test_simulator',
        keySecret: expect.stringMatching(/^simulated/),
        webhookSecret: expect.stringMatching(/^simulated/),
      });
    },
  );

  it.each([
    ['https://api.razorpay.com', 'https://api.razorpay.com'],
    ['https://api.razorpay.com/', 'https://api.razorpay.com'],
    ['http://127.0.0.1:4010/stub', 'http://127.0.0.1:4010/stub'],
  ])('%s names a server, with the keys beside it', (url, baseUrl) => {
    expect(readRazorpay({ ...KEYS, RAZORPAY_URL: url })).toEqual({
      kind: 'razorpay',
      baseUrl,
      keyId: 'rzp_live_1',
      keySecret: 'hunter2',
      webhookSecret: 'hunter3',
    });
  });

  it.each(Object.keys(KEYS))('needs %s where it names a server, and an empty one is none', (variable) => {
    const env = { ...KEYS, RAZORPAY_URL: 'https://api.razorpay.com' };
    for (const value of ['', '  ']) {
      expect(() => readRazorpay({ ...env, [variable]: value })).toThrow(new RegExp(`^${variable} must be set .+\\.$`));
    }
  });

  it.each([
    'razorpay',
    'ftp://api.razorpay.com',
    'https://key:secret@api.razorpay.com',
    'https://api.razorpay.com/?a=b',
  ])('%s stops the start with one sentence that names it and keeps its secrets', (url) => {
    expect(() => readRazorpay({ ...KEYS, RAZORPAY_URL: url })).toThrow(/^RAZORPAY_URL must (?!.*secret).+\.$/);
  });

  it('needs no permission in production where it names a server', () => {
    const production = { NODE_ENV: 'production', JWT_SECRET: 'x9Kq'.repeat(3) + 'vTz81LwPmR5nYc3HgB7dEa' };
    const env = {
      ...production,
      ...KEYS,
      RAZORPAY_URL: 'https://api.razorpay.com',
      PUBLIC_URL: 'https://carqr.in',
      RAZORPAY_WEBHOOK_SECRET: 'mK8vQ2xR7tLw4Zp9',
      ALLOW_INSECURE: 'embedded,preview',
    };
    expect(readRazorpay(env).kind).toBe('razorpay');
  });
});
