import { isIP } from 'node:net';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { ConfigurationError } from './configuration-error.js';
import { findPlainHttp } from './plain-http.js';
import { readDatabase, readRazorpay, readRedis, readStorage } from './read-drivers.js';
import { readMail } from './read-mail.js';
import { readOperator } from './read-operator.js';
import { readSms } from './read-sms.js';
import { readVariable } from './secret-files.js';
import { isGuessable } from './secret-estimator.js';
import type { OtpSettings, PremiumPlan, Settings } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const ENVIRONMENTS = ['development', 'test', 'production'] as const;
const DEFAULT_PLANS = '30:4900,180:24900,365:49900';
const MINIMUM_SECRET_BYTES = 32;
/** The maximum lifetime of a one-time code in production. */
const MAX_PRODUCTION_OTP_SECONDS = 600;
/** About 80 bits. 32 random hexadecimal digits are estimated at 10^29 or more, sequences and repetitions at 10^20 or less. */
const SECRET_GUESSES_LOG10 = 24;
/** A webhook secret can only be guessed online, one request per try. */
const WEBHOOK_SECRET_GUESSES_LOG10 = 12;
const LOCAL_ORIGINS = ['http://localhost:*', 'http://127.0.0.1:*'];
/** What production rejects unless ALLOW_INSECURE lists it. */
const INSECURE_CHOICES = [
  'embedded',
  'preview',
  'simulator',
  'secret',
  'test-numbers',
  'http',
  'rate-limits',
  'otp-ttl',
] as const;
type InsecureChoice = (typeof INSECURE_CHOICES)[number];

/**
 * Turns environment variables into settings.
 *
 * @param env the variables; empty ones count as absent
 * @param developmentSecret finds or generates the JWT secret of a development machine
 * @throws ConfigurationError naming the first variable that cannot be used
 */
export function readSettings(env: Environment, developmentSecret: () => string): Settings {
  const read = reader(env);
  const environment = read.choice('NODE_ENV', ENVIRONMENTS, 'development');
  const isProduction = environment === 'production';
  const port = read.integer('PORT', 3000, { min: 0, max: 65_535 });
  const defaultCountry = readCountry(read.text('DEFAULT_COUNTRY') ?? 'IN');

  const sms = readSms(read);
  const mail = readMail(read);

  const settings: Settings = {
    environment,
    logLevel: read.choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    http: {
      host: read.text('HOST') ?? (isProduction ? '0.0.0.0' : '127.0.0.1'),
      port,
      publicUrl: readPublicUrl(read.text('PUBLIC_URL') ?? `http://localhost:${port}`),
      corsOrigins: readOrigins(read.list('CORS_ORIGINS') ?? (isProduction ? [] : LOCAL_ORIGINS)),
      trustedProxies: readProxies(read.list('TRUSTED_PROXIES') ?? []),
      drainSeconds: read.number('DRAIN_SECONDS', isProduction ? 5 : 0, { min: 0, max: 300 }),
    },
    database: readDatabase(read),
    redis: readRedis(read),
    storage: readStorage(read),
    sms,
    mail,
    operator: readOperator(read),
    razorpay: readRazorpay(read),
    otp: readOtp(read, defaultCountry),
    jwtSecret: read.text('JWT_SECRET') ?? (isProduction ? '' : developmentSecret()),
    previousJwtSecret: read.text('JWT_SECRET_PREVIOUS'),
    refreshGraceSeconds: read.number('REFRESH_GRACE_SECONDS', 10, { min: 0, max: 300 }),
    rateLimitFactor: read.number('RATE_LIMIT_FACTOR', 1, { min: 0, max: 1_000_000 }),
    plans: readPlans(read.text('PREMIUM_PLANS') ?? DEFAULT_PLANS),
    defaultCountry,
    workerPort: read.integer('WORKER_PORT', 3001, { min: 0, max: 65_535 }),
    scanRetentionDays: read.integer('SCAN_RETENTION_DAYS', 180, { min: 1, max: 3650 }),
    hasDevOutbox: [sms, mail].some(isPreview),
    hasDocs: read.choice('DOCS', ['on', 'off'], isProduction ? 'off' : 'on') === 'on',
  };
  if (isProduction) refuseInsecure(settings, read);
  return settings;
}

/**
 * What migrating needs: the database, and no secret of any other service.
 *
 * @throws ConfigurationError naming the first variable that cannot be used
 */
export function readMigrationSettings(env: Environment): Pick<Settings, 'database'> {
  const read = reader(env);
  const database = readDatabase(read);
  const isProduction = read.choice('NODE_ENV', ENVIRONMENTS, 'development') === 'production';
  if (isProduction) refuseEmbeddedDatabase(database, refusal(read));
  return { database };
}

/** A preview driver stores messages in the dev mailbox instead of sending them. */
function isPreview({ kind }: { kind: string }): boolean {
  return kind === 'preview';
}

type Refuse = (choice: InsecureChoice, variable: string, problem: string) => void;

/** Rejects what ALLOW_INSECURE does not list. */
function refusal(read: Reader): Refuse {
  const allowed = new Set(read.list('ALLOW_INSECURE') ?? []);
  for (const choice of allowed) {
    if (!(INSECURE_CHOICES as readonly string[]).includes(choice)) {
      throw new ConfigurationError('ALLOW_INSECURE', `may name ${INSECURE_CHOICES.join(', ')}, not "${choice}".`);
    }
  }
  return (choice, variable, problem) => {
    if (!allowed.has(choice)) {
      throw new ConfigurationError(variable, `${problem} in production (ALLOW_INSECURE=${choice} permits it).`);
    }
  };
}

function refuseEmbeddedDatabase(database: Settings['database'], refuse: Refuse): void {
  if (database.kind === 'sqlite') refuse('embedded', 'DATABASE_URL', 'must name a MySQL server');
}

function refuseInsecure(settings: Settings, read: Reader): void {
  const refuse = refusal(read);
  refuseEmbeddedDatabase(settings.database, refuse);
  if (settings.redis.kind === 'memory') refuse('embedded', 'REDIS_URL', 'must name a Redis server');
  if (isPreview(settings.sms)) refuse('preview', 'SMS_URL', 'must name an SMS provider');
  if (isPreview(settings.mail)) refuse('preview', 'SMTP_URL', 'must name a mail server');
  if (settings.razorpay.kind === 'simulator') refuse('simulator', 'RAZORPAY_URL', 'must not be the simulator');
  if (settings.otp.testNumbers.size > 0) refuse('test-numbers', 'OTP_TEST_NUMBERS', 'must be empty');
  if (settings.jwtSecret === '') {
    throw new ConfigurationError('JWT_SECRET', `must be set in production, to at least ${MINIMUM_SECRET_BYTES} bytes.`);
  }
  const weakSecret = `must be at least ${MINIMUM_SECRET_BYTES} bytes that cannot be guessed, as \`openssl rand -hex 32\` makes,`;
  if (isWeakSecret(settings.jwtSecret)) refuse('secret', 'JWT_SECRET', weakSecret);
  if (settings.previousJwtSecret !== undefined && isWeakSecret(settings.previousJwtSecret)) {
    refuse('secret', 'JWT_SECRET_PREVIOUS', weakSecret);
  }
  for (const { variable, problem } of findPlainHttp(settings)) refuse('http', variable, problem);
  if (settings.rateLimitFactor === 0) refuse('rate-limits', 'RATE_LIMIT_FACTOR', 'must be more than 0');
  if (settings.otp.ttlSeconds > MAX_PRODUCTION_OTP_SECONDS) {
    refuse('otp-ttl', 'OTP_TTL_SECONDS', `must be at most ${MAX_PRODUCTION_OTP_SECONDS}`);
  }
  const { razorpay } = settings;
  if (razorpay.kind === 'razorpay' && isGuessable(razorpay.webhookSecret, WEBHOOK_SECRET_GUESSES_LOG10)) {
    refuse('secret', 'RAZORPAY_WEBHOOK_SECRET', 'must be a secret that cannot be guessed');
  }
}

/** A secret is weak when it is short, guessable or looks like a placeholder out of an example file. */
function isWeakSecret(secret: string): boolean {
  const isShort = Buffer.byteLength(secret) < MINIMUM_SECRET_BYTES;
  const isPlaceholder = /change.?me|secret|password|example|default/i.test(secret);
  return isShort || isPlaceholder || isGuessable(secret, SECRET_GUESSES_LOG10);
}

function readPublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash || url.username) {
    throw new ConfigurationError('PUBLIC_URL', 'must be an http or https URL without query, such as https://carqr.in.');
  }
  return url.href.replace(/\/+$/, '');
}

function readOrigins(origins: readonly string[]): readonly string[] {
  for (const origin of origins) {
    const text = origin.replace(/:\*$/, '');
    if (!/^https?:[^*]+$/.test(text) || !URL.canParse(text) || new URL(text).origin !== text) {
      throw new ConfigurationError(
        'CORS_ORIGINS',
        'must be comma-separated origins such as https://app.carqr.in or http://localhost:*.',
      );
    }
  }
  return origins;
}

function readProxies(proxies: readonly string[]): readonly string[] {
  for (const proxy of proxies) {
    const [address = '', prefix, ...rest] = proxy.split('/');
    const bits = isIP(address) === 6 ? 128 : 32;
    // A prefix of 0 would trust every client's X-Forwarded-For.
    const isPrefix = prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits);
    if (!isIP(address) || !isPrefix || rest.length > 0) {
      throw new ConfigurationError('TRUSTED_PROXIES', 'must be comma-separated IP addresses or CIDR ranges.');
    }
  }
  return proxies;
}

function readCountry(text: string): CountryCode {
  if (!isSupportedCountry(text)) {
    throw new ConfigurationError('DEFAULT_COUNTRY', 'must be a two-letter country code such as IN.');
  }
  return text;
}

function readOtp(read: Reader, defaultCountry: CountryCode): OtpSettings {
  const testNumbers = new Map<string, string>();
  for (const pair of read.list('OTP_TEST_NUMBERS') ?? []) {
    const [, phone = '', code] = /^(\+\d+):(\d{6})$/.exec(pair) ?? [];
    if (!code || !parsePhoneNumberFromString(phone, defaultCountry)?.isValid()) {
      throw new ConfigurationError('OTP_TEST_NUMBERS', 'must be comma-separated pairs such as +919999900001:123456.');
    }
    testNumbers.set(phone, code);
  }
  return {
    ttlSeconds: read.integer('OTP_TTL_SECONDS', 300, { min: 1, max: 3600 }),
    resendSeconds: read.integer('OTP_RESEND_SECONDS', 30, { min: 0, max: 3600 }),
    testNumbers,
    countries: readOtpCountries(read.list('OTP_COUNTRIES') ?? [defaultCountry]),
    newNumbersPerHour: read.integer('OTP_NEW_NUMBERS_PER_HOUR', 1000, { min: 0, max: 1_000_000 }),
  };
}

function readOtpCountries(names: readonly string[]): OtpSettings['countries'] {
  if (names.length === 1 && names[0] === '*') return null;
  if (!names.every((name) => isSupportedCountry(name))) {
    throw new ConfigurationError(
      'OTP_COUNTRIES',
      'must be comma-separated two-letter country codes such as IN,NP, or *.',
    );
  }
  return new Set(names as CountryCode[]);
}

/** Plans are `days:amount`, with the amount in paise, separated by commas. */
function readPlans(text: string): readonly PremiumPlan[] {
  const plans = text.split(',').map((plan) => {
    const [, days, amount] = /^(\d{1,5}):(\d{1,9})$/.exec(plan.trim()) ?? [];
    if (!days || !amount || Number(days) < 1 || Number(amount) < 1) {
      throw new ConfigurationError('PREMIUM_PLANS', 'must be comma-separated days:paise pairs such as 30:4900.');
    }
    return { planDuration: Number(days), amount: Number(amount), currency: 'INR' };
  });
  if (new Set(plans.map((plan) => plan.planDuration)).size !== plans.length) {
    throw new ConfigurationError('PREMIUM_PLANS', 'must not name the same number of days twice.');
  }
  return plans;
}

interface Bounds {
  min: number;
  max: number;
}

export interface Reader {
  text(variable: string): string | undefined;
  list(variable: string): string[] | undefined;
  choice<T extends string>(variable: string, choices: readonly T[], fallback: T): T;
  integer(variable: string, fallback: number, bounds: Bounds): number;
  number(variable: string, fallback: number, bounds: Bounds): number;
}

function reader(env: Environment): Reader {
  const text = (variable: string): string | undefined => readVariable(env, variable);

  const number = (variable: string, fallback: number, { min, max }: Bounds): number => {
    const given = text(variable);
    if (given === undefined) return fallback;
    const value = Number(given);
    if (!Number.isFinite(value) || value < min || value > max) {
      throw new ConfigurationError(variable, `must be a number from ${min} to ${max}.`);
    }
    return value;
  };

  return {
    text,
    number,
    list: (variable) =>
      text(variable)
        ?.split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    choice: (variable, choices, fallback) => {
      const given = text(variable);
      if (given === undefined) return fallback;
      const found = choices.find((choice) => choice === given);
      if (found === undefined) throw new ConfigurationError(variable, `must be one of ${choices.join(', ')}.`);
      return found;
    },
    integer: (variable, fallback, bounds) => {
      const value = number(variable, fallback, bounds);
      if (!Number.isInteger(value)) throw new ConfigurationError(variable, 'must be a whole number.');
      return value;
    },
  };
}
