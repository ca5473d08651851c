import { randomBytes } from 'node:crypto';
import { ConfigurationError } from './configuration-error.js';
import { type Environment, readMigrationSettings, readSettings } from './read-settings.js';

const read = (env: Environment) => readSettings(env, () => 'made for development');

/** The sentence that stops the start. */
function refusalOf(env: Environment): string {
  try {
    read(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as ConfigurationError).message;
  }
  throw new Error('The settings were accepted.');
}

describe('the operator', () => {
  it('has a name, an address of several lines, a tax number and an address for questions', () => {
    const env = {
      SELLER_NAME: 'CarQR Services Pvt Ltd',
      SELLER_ADDRESS: '12 MG Road\\nBengaluru 560001',
      SELLER_TAX_ID: 'GSTIN 29ABCDE1234F1Z5',
      SUPPORT_EMAIL: 'support@carqr.in',
    };
    expect(read(env).operator).toEqual({
      name: 'CarQR Services Pvt Ltd',
      address: '12 MG Road\nBengaluru 560001',
      taxId: 'GSTIN 29ABCDE1234F1Z5',
      supportEmail: 'support@carqr.in',
    });
  });

  it.each(['support', 'Support <support@carqr.in>', 'a@carqr.in, b@carqr.in'])('is not reached at %p', (address) => {
    expect(refusalOf({ SUPPORT_EMAIL: address })).toContain('SUPPORT_EMAIL');
  });
});

describe('settings that nobody gave', () => {
  it('are those of a development machine', () => {
    expect(read({})).toMatchObject({
      environment: 'development',
      logLevel: 'info',
      http: {
        host: '127.0.0.1',
        port: 3000,
        publicUrl: 'http://localhost:3000',
        corsOrigins: ['http://localhost:*', 'http://127.0.0.1:*'],
        trustedProxies: [],
        drainSeconds: 0,
      },
      database: { kind: 'sqlite', path: './data/carqr.db' },
      redis: { kind: 'memory' },
      sms: { kind: 'preview' },
      mail: { kind: 'preview' },
      operator: { name: null, address: null, taxId: null, supportEmail: null },
      razorpay: { kind: 'simulator', baseUrl: '' },
      otp: {
        ttlSeconds: 300,
        resendSeconds: 30,
        testNumbers: new Map(),
        countries: new Set(['IN']),
        newNumbersPerHour: 1000,
      },
      jwtSecret: 'made for development',
      refreshGraceSeconds: 10,
      rateLimitFactor: 1,
      plans: [
        { planDuration: 30, amount: 4900, currency: 'INR' },
        { planDuration: 180, amount: 24_900, currency: 'INR' },
        { planDuration: 365, amount: 49_900, currency: 'INR' },
      ],
      defaultCountry: 'IN',
      workerPort: 3001,
      scanRetentionDays: 180,
      hasDevOutbox: true,
      hasDocs: true,
    });
  });

  it('are the same as empty ones', () => {
    const empty = { PORT: '', DATABASE_URL: ' ', CORS_ORIGINS: '', JWT_SECRET: '', NODE_ENV: '' };
    expect(read(empty)).toEqual(read({}));
  });

  it('follow the port', () => {
    expect(read({ PORT: '8080' }).http.publicUrl).toBe('http://localhost:8080');
  });
});

describe('a good setting is read:', () => {
  it.each([
    ['HOST', '::1', { http: { host: '::1' } }],
    ['PORT', '0', { http: { port: 0 } }],
    ['PUBLIC_URL', 'https://carqr.in/', { http: { publicUrl: 'https://carqr.in' } }],
    [
      'CORS_ORIGINS',
      'https://a.in, http://localhost:*',
      { http: { corsOrigins: ['https://a.in', 'http://localhost:*'] } },
    ],
    ['TRUSTED_PROXIES', '10.0.0.0/8,::1,fd00::/8', { http: { trustedProxies: ['10.0.0.0/8', '::1', 'fd00::/8'] } }],
    ['DRAIN_SECONDS', '2.5', { http: { drainSeconds: 2.5 } }],
    ['DATABASE_URL', 'sqlite:/var/lib/x.db', { database: { kind: 'sqlite', path: '/var/lib/x.db' } }],
    ['DATABASE_URL', 'mysql://u:p@h/carqr', { database: { kind: 'mysql', url: 'mysql://u:p@h/carqr', poolSize: 10 } }],
    ['REDIS_URL', 'rediss://:p@h:6380/2', { redis: { kind: 'single', url: 'rediss://:p@h:6380/2' } }],
    [
      'REDIS_URL',
      'redis+sentinel://u:p%40@h1,h2:26380/main',
      {
        redis: {
          kind: 'sentinel',
          sentinels: [
            { host: 'h1', port: 26_379 },
            { host: 'h2', port: 26_380 },
          ],
          name: 'main',
          username: 'u',
          password: 'p@',
        },
      },
    ],
    ['REDIS_URL', 'rediss+cluster://h1', { redis: { kind: 'cluster', tls: {} } }],
    ['REDIS_URL', 'rediss+sentinel://h1/main', { redis: { kind: 'sentinel', name: 'main', tls: {} } }],
    ['DOCS', 'off', { hasDocs: false }],
    ['REDIS_URL', 'redis+cluster://h1', { redis: { kind: 'cluster', nodes: [{ host: 'h1', port: 6379 }] } }],
    ['JWT_SECRET', 'chosen', { jwtSecret: 'chosen' }],
    ['JWT_SECRET_PREVIOUS', 'the one before', { previousJwtSecret: 'the one before' }],
    ['RATE_LIMIT_FACTOR', '0', { rateLimitFactor: 0 }],
    ['OTP_TEST_NUMBERS', '+919999900001:012345', { otp: { testNumbers: new Map([['+919999900001', '012345']]) } }],
    ['PREMIUM_PLANS', '7:900', { plans: [{ planDuration: 7, amount: 900, currency: 'INR' }] }],
    ['DEFAULT_COUNTRY', 'AE', { defaultCountry: 'AE', otp: { countries: new Set(['AE']) } }],
    ['OTP_COUNTRIES', 'IN, NP', { otp: { countries: new Set(['IN', 'NP']) } }],
    ['OTP_COUNTRIES', '*', { otp: { countries: null } }],
    ['OTP_NEW_NUMBERS_PER_HOUR', '0', { otp: { newNumbersPerHour: 0 } }],
    ['LOG_LEVEL', 'debug', { logLevel: 'debug' }],
    ['OTP_RESEND_SECONDS', '5', { otp: { resendSeconds: 5 } }],
    ['OTP_TTL_SECONDS', '60', { otp: { ttlSeconds: 60 } }],
    ['REFRESH_GRACE_SECONDS', '0', { refreshGraceSeconds: 0 }],
  ])('%s=%s', (variable, value, expected) => {
    expect(read({ [variable]: value })).toMatchObject(expected);
  });

  it('DATABASE_REPLICA_URLS and DATABASE_POOL_SIZE of MySQL', () => {
    const env = {
      DATABASE_URL: 'mysql://h/c',
      DATABASE_REPLICA_URLS: 'mysql://a/c,mysql://b/c',
      DATABASE_POOL_SIZE: '3',
    };
    expect(read(env).database).toMatchObject({ replicaUrls: ['mysql://a/c', 'mysql://b/c'], poolSize: 3 });
  });
});

describe('a bad setting is refused with one sentence that names it, and no secret:', () => {
  it.each([
    ['NODE_ENV', 'prod'],
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '1.5'],
    ['PUBLIC_URL', 'carqr.in'],
    ['PUBLIC_URL', 'ftp://carqr.in'],
    ['PUBLIC_URL', 'https://hunter2@carqr.in'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://*.carqr.in'],
    ['CORS_ORIGINS', 'https://carqr.in/'],
    ['CORS_ORIGINS', 'https://carqr.in:abc'],
    ['CORS_ORIGINS', 'https://CarQR.in'],
    ['TRUSTED_PROXIES', 'proxy.internal'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', '::/0'],
    ['TRUSTED_PROXIES', '1'],
    ['TRUSTED_PROXIES', 'true'],
    ['DRAIN_SECONDS', 'soon'],
    ['DATABASE_URL', 'postgres://u:hunter2@h/c'],
    ['DATABASE_URL', 'mysql://u:hunter2@h'],
    ['DATABASE_URL', 'mysql://u:hunter2%zz@h/c'],
    ['DATABASE_URL', 'mysql://u:hunter2@h/c?ssl=yes'],
    ['DATABASE_URL', 'mysql://u:hunter2@h/c?ssl=TRUE'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_REPLICA_URLS', 'mysql://u:hunter2@h/c'],
    ['DATABASE_POOL_SIZE', '0'],
    ['REDIS_URL', 'memory'],
    ['REDIS_URL', 'redis://:hunter2@h:99999'],
    ['REDIS_URL', 'redis://:hunter2@h/name'],
    ['REDIS_URL', 'redis://:hunter2%zz@h'],
    ['REDIS_URL', 'redis+sentinel://:hunter2@h1,h2'],
    ['REDIS_URL', 'redis+cluster://:hunter2@h1:99999'],
    ['REDIS_URL', 'rediss+sentinel://:hunter2@h1,h2'],
    ['REDIS_URL', 'redis+tls://:hunter2@h1'],
    ['DOCS', 'public'],
    ['STORAGE_URL', 'nowhere:'],
    ['SMS_URL', 'msg91://hunter2@/'],
    ['SMTP_URL', 'smtp://u:hunter2@'],
    ['WORKER_PORT', '70000'],
    ['SCAN_RETENTION_DAYS', '0'],
    ['SMS_URL', 'pigeon:'],
    ['RAZORPAY_URL', 'hunter2'],
    ['RATE_LIMIT_FACTOR', '-1'],
    ['RATE_LIMIT_FACTOR', 'Infinity'],
    ['OTP_TEST_NUMBERS', '+919999900001'],
    ['OTP_TEST_NUMBERS', '9999900001:123456'],
    ['OTP_TEST_NUMBERS', '+919999900001:12345'],
    ['OTP_TEST_NUMBERS', '+91:123456'],
    ['PREMIUM_PLANS', '30'],
    ['PREMIUM_PLANS', '30:49.00'],
    ['PREMIUM_PLANS', '30:4900,30:5000'],
    ['DEFAULT_COUNTRY', 'India'],
    ['LOG_LEVEL', 'loud'],
    ['OTP_RESEND_SECONDS', '-1'],
    ['OTP_TTL_SECONDS', '0'],
    ['OTP_COUNTRIES', 'India'],
    ['OTP_COUNTRIES', 'IN,*'],
    ['OTP_NEW_NUMBERS_PER_HOUR', '-1'],
    ['OTP_NEW_NUMBERS_PER_HOUR', '1.5'],
    ['REFRESH_GRACE_SECONDS', 'x'],
  ])('%s=%s', (variable, value) => {
    const sentence = refusalOf({ [variable]: value });
    expect(sentence).toMatch(new RegExp(`^${variable} [^\\n]+\\.$`));
    expect(sentence).not.toContain('hunter2');
  });
});

describe('production', () => {
  const SECRET = 'Zk3vX9qLw7RtY2uPn5Bd8Fh1Jm4Gc6Sa';
  const GOOD: Environment = {
    NODE_ENV: 'production',
    DATABASE_URL: 'mysql://u:p@h/c',
    REDIS_URL: 'redis://h',
    JWT_SECRET: SECRET,
    PUBLIC_URL: 'https://carqr.in',
    ALLOW_INSECURE: 'preview,simulator',
  };
  const CHOICES = ['embedded', 'preview', 'simulator', 'secret', 'test-numbers', 'http', 'rate-limits', 'otp-ttl'];
  const RAZORPAY: Environment = {
    RAZORPAY_URL: 'https://api.razorpay.com',
    RAZORPAY_KEY_ID: 'rzp_live_1',
    RAZORPAY_KEY_SECRET: 'given by Razorpay',
  };

  it('listens for everybody, lets no page of another origin in, and takes its time to drain', () => {
    const { host, corsOrigins, drainSeconds } = read(GOOD).http;
    expect({ host, corsOrigins, drainSeconds }).toEqual({ host: '0.0.0.0', corsOrigins: [], drainSeconds: 5 });
  });

  it.each([
    ['embedded', 'DATABASE_URL', { DATABASE_URL: undefined }],
    ['embedded', 'DATABASE_URL', { DATABASE_URL: 'sqlite:x.db' }],
    ['embedded', 'REDIS_URL', { REDIS_URL: 'memory:' }],
    ['preview', 'SMS_URL', {}],
    ['simulator', 'RAZORPAY_URL', {}],
    ['secret', 'JWT_SECRET', { JWT_SECRET: 'short' }],
    ['secret', 'JWT_SECRET', { JWT_SECRET: 'x'.repeat(64) }],
    ['secret', 'JWT_SECRET', { JWT_SECRET: `change-me-${SECRET}` }],
    ['secret', 'JWT_SECRET_PREVIOUS', { JWT_SECRET_PREVIOUS: 'short' }],
    ['secret', 'RAZORPAY_WEBHOOK_SECRET', { ...RAZORPAY, RAZORPAY_WEBHOOK_SECRET: 'razorpay123' }],
    ['test-numbers', 'OTP_TEST_NUMBERS', { OTP_TEST_NUMBERS: '+919999900001:123456' }],
    ['http', 'PUBLIC_URL', { PUBLIC_URL: 'http://carqr.in' }],
    ['http', 'PUBLIC_URL', { PUBLIC_URL: undefined }],
    [
      'http',
      'RAZORPAY_URL',
      { ...RAZORPAY, RAZORPAY_WEBHOOK_SECRET: 'mK8vQ2xR7tLw4Zp9', RAZORPAY_URL: 'http://127.0.0.1:4010' },
    ],
    ['http', 'SMS_URL', { SMS_URL: 'msg91://key@/?template=x&apiUrl=http://sms.example.com' }],
    [
      'http',
      'SMS_URL',
      { SMS_URL: 'msg91://key@/?template=x,twilio://s:t@/?from=MG' + '0'.repeat(32) + '&apiUrl=http://x' },
    ],
    ['http', 'STORAGE_URL', { STORAGE_URL: 's3://files?region=x&publicUrl=http://cdn.carqr.in' }],
    ['http', 'STORAGE_URL', { STORAGE_URL: 's3://files?endpoint=http://s3.example.com' }],
    ['http', 'STORAGE_URL', { STORAGE_URL: 's3://files?endpoint=http://203.0.113.7:9000' }],
    ['rate-limits', 'RATE_LIMIT_FACTOR', { RATE_LIMIT_FACTOR: '0' }],
    ['otp-ttl', 'OTP_TTL_SECONDS', { OTP_TTL_SECONDS: '601' }],
  ])('refuses %s for %s, unless ALLOW_INSECURE names just that', (choice, variable, env) => {
    const needed = ['preview', 'simulator', choice];
    const others = CHOICES.filter((other) => other !== choice);
    expect(refusalOf({ ...GOOD, ...env, ALLOW_INSECURE: others.join(',') })).toMatch(
      new RegExp(`^${variable} must .+ALLOW_INSECURE=${choice} permits it`),
    );
    expect(read({ ...GOOD, ...env, ALLOW_INSECURE: needed.join(',') }).environment).toBe('production');
  });

  it.each([
    { OTP_TTL_SECONDS: '600' },
    { RATE_LIMIT_FACTOR: '0.5' },
    { STORAGE_URL: 's3://files?endpoint=http://store:9000' },
    { STORAGE_URL: 's3://files?endpoint=http://127.0.0.1:9000' },
    { STORAGE_URL: 's3://files?endpoint=http://10.1.2.3' },
    { STORAGE_URL: 's3://files?endpoint=http://[fd00::3]:9000' },
    { STORAGE_URL: 's3://files?endpoint=https://s3.example.com&publicUrl=https://cdn.carqr.in' },
  ])('takes %j', (env) => {
    expect(read({ ...GOOD, ...env }).environment).toBe('production');
  });

  it('serves no documents, unless DOCS says so', () => {
    expect([read(GOOD).hasDocs, read({ ...GOOD, DOCS: 'on' }).hasDocs]).toEqual([false, true]);
  });

  describe('for migrations', () => {
    const migration = { NODE_ENV: 'production', DATABASE_URL: 'mysql://u:p@h/c' };

    it('needs the database alone', () => {
      expect(readMigrationSettings(migration)).toEqual({
        database: { kind: 'mysql', url: 'mysql://u:p@h/c', replicaUrls: [], poolSize: 10 },
      });
    });

    it('refuses the embedded one as well', () => {
      expect(() => readMigrationSettings({ ...migration, DATABASE_URL: '' })).toThrow(/^DATABASE_URL must .+embedded/);
    });
  });

  it.each([
    '0123456789012345678901234567890123456789',
    '0123456789abcdef0123456789abcdef',
    '0123456789ABCDEF0123456789ABCDEF',
    'abcdefghijklmnopqrstuvwxyz0123456789',
    'zyxwvutsrqponmlkjihgfedcba9876543210',
    'AbCdEfGhIjKlMnOpQrStUvWxYz012345',
    'qwertyuiopasdfghjklzxcvbnm1234567890',
    '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol',
    'letmeinletmeinletmeinletmeinletmein',
    'correcthorsebatterystaplecorrecthorse',
    'carqrcarqrcarqrcarqrcarqrcarqrcarqrcarqr',
    'Tr0ub4dor&3Tr0ub4dor&3Tr0ub4dor&3',
    'deadbeefdeadbeefdeadbeefdeadbeef',
    '00112233445566778899aabbccddeeff',
    'aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd',
  ])('refuses a secret that can be guessed, whatever its length: %s', (secret) => {
    expect(refusalOf({ ...GOOD, JWT_SECRET: secret })).toMatch(/^JWT_SECRET must be .* that cannot be guessed/);
    expect(refusalOf({ ...GOOD, JWT_SECRET_PREVIOUS: secret })).toMatch(/^JWT_SECRET_PREVIOUS must be/);
  });

  it.each(['hex', 'base64', 'base64url'] as const)('takes each of fifty random secrets in %s', (encoding) => {
    for (let count = 0; count < 50; count += 1) {
      // The shortest text that is long enough.
      const secret = randomBytes(encoding === 'hex' ? 16 : 24).toString(encoding);
      const webhook = { ...RAZORPAY, RAZORPAY_WEBHOOK_SECRET: randomBytes(12).toString(encoding) };
      expect(read({ ...GOOD, ...webhook, JWT_SECRET: secret }).jwtSecret).toBe(secret);
    }
  });

  it('does not make up a secret', () => {
    expect(refusalOf({ ...GOOD, JWT_SECRET: '', ALLOW_INSECURE: CHOICES.join(',') })).toMatch(
      /^JWT_SECRET must be set/,
    );
  });

  it('refuses ALLOW_INSECURE that names what there is not', () => {
    expect(refusalOf({ ...GOOD, ALLOW_INSECURE: 'preview,all' })).toMatch(/^ALLOW_INSECURE may name .+ not "all"\.$/);
  });

  it('shows no secret when it refuses one', () => {
    expect(refusalOf({ ...GOOD, JWT_SECRET: 'hunter2' })).not.toContain('hunter2');
  });
});
