import type { CountryCode } from 'libphonenumber-js/core';

export interface HttpSettings {
  host: string;
  port: number;
  /** The server's public base URL, without a trailing slash; QR codes and links point there. */
  publicUrl: string;
  /** Exact origins, or patterns such as `http://localhost:*`; empty allows none. */
  corsOrigins: readonly string[];
  /** Addresses and CIDR ranges whose X-Forwarded-For header counts. */
  trustedProxies: readonly string[];
  /** How long readiness returns 503 before the server stops accepting connections. */
  drainSeconds: number;
}

/** A connection by TLS, on which the server's certificate and its name in it are verified. */
export interface TlsSettings {
  /** PEM: the only authority that is trusted for this service; without it, those that Node trusts. */
  ca?: string;
}

export type DatabaseSettings =
  | { kind: 'sqlite'; path: string }
  | { kind: 'mysql'; url: string; replicaUrls: readonly string[]; poolSize: number; tls?: TlsSettings };

interface RedisLogin {
  username?: string;
  password?: string;
  tls?: TlsSettings;
}

export type RedisSettings =
  | { kind: 'memory' }
  | { kind: 'single'; url: string; tls?: TlsSettings }
  | ({ kind: 'sentinel'; sentinels: readonly HostAndPort[]; name: string } & RedisLogin)
  | ({ kind: 'cluster'; nodes: readonly HostAndPort[] } & RedisLogin);

export interface HostAndPort {
  host: string;
  port: number;
}

export type StorageSettings =
  | { kind: 'directory'; path: string }
  | {
      kind: 's3';
      bucket: string;
      region: string;
      /** Where an S3 server other than Amazon's is reached, without a trailing slash. */
      endpoint?: string;
      /** Where a CDN serves the bucket to anybody, without a trailing slash. */
      publicUrl?: string;
    };

/** Providers in order: the second is the fallback. */
export type SmsSettings = { kind: 'preview' } | { kind: 'providers'; providers: readonly SmsProviderSettings[] };

export type SmsProviderSettings =
  | {
      kind: 'msg91';
      authKey: string;
      /** Of MSG91's own templates, each of which belongs to one that is registered with the operators (DLT). */
      templateIds: { code: string; alert?: string };
      /** Without a trailing slash. */
      apiUrl: string;
    }
  | {
      kind: 'twilio';
      accountSid: string;
      authToken: string;
      /** E.164, a registered name, or the SID of a Messaging Service. */
      from: string;
      /** Without a trailing slash. */
      apiUrl: string;
    };

export type MailSettings =
  | { kind: 'preview' }
  | {
      kind: 'smtp';
      host: string;
      port: number;
      /** TLS from the first byte on; otherwise the connection is upgraded by STARTTLS. */
      isSecure: boolean;
      login?: { username: string; password: string };
      /** Who every mail is from; the name may be empty. */
      from: { name: string; address: string };
    };

/** Who runs this installation, as receipts and pages name them; null for what is not set. */
export interface OperatorSettings {
  name: string | null;
  /** May have several lines. */
  address: string | null;
  taxId: string | null;
  supportEmail: string | null;
}

export interface OtpSettings {
  /** How long a code is good for. */
  ttlSeconds: number;
  /** How long a phone waits between two codes. */
  resendSeconds: number;
  /** Fixed codes by E.164 number, for app-store review. */
  testNumbers: ReadonlyMap<string, string>;
  /** Codes go by SMS to numbers of these countries only; null allows every country. */
  countries: ReadonlySet<CountryCode> | null;
  /** How many codes an hour go to numbers without an account, over all instances. */
  newNumbersPerHour: number;
}

export interface PremiumPlan {
  /** How long the plan lasts, in days. */
  planDuration: number;
  /** The price in the currency's minor unit (paise). */
  amount: number;
  /** ISO 4217. */
  currency: string;
}

export interface RazorpaySettings {
  kind: 'simulator' | 'razorpay';
  /** Where the API of Razorpay is, without a trailing slash; empty for the simulator, which finds an address itself. */
  baseUrl: string;
  /** The public half of the key, which apps receive. */
  keyId: string;
  /** Signs what the checkout hands to the app, and is the password of the API. */
  keySecret: string;
  /** Signs webhooks. */
  webhookSecret: string;
}

/** Every setting of the programs, validated. The class is both the type and the injection token. */
export abstract class Settings {
  abstract readonly environment: 'development' | 'test' | 'production';
  abstract readonly logLevel: string;
  abstract readonly http: HttpSettings;
  abstract readonly database: DatabaseSettings;
  abstract readonly redis: RedisSettings;
  abstract readonly storage: StorageSettings;
  abstract readonly sms: SmsSettings;
  abstract readonly mail: MailSettings;
  abstract readonly operator: OperatorSettings;
  abstract readonly razorpay: RazorpaySettings;
  abstract readonly otp: OtpSettings;
  /** The key material that every signature and keyed hash is derived from. */
  abstract readonly jwtSecret: string;
  /** During a rotation of JWT_SECRET: the other secret whose signatures and hashes are valid too. */
  abstract readonly previousJwtSecret?: string;
  /** How long a refresh token that was just rotated still answers with a working pair. */
  abstract readonly refreshGraceSeconds: number;
  /** Multiplies every request limit; 0 turns them off. */
  abstract readonly rateLimitFactor: number;
  abstract readonly plans: readonly PremiumPlan[];
  /** The country of a phone number without a country code. */
  abstract readonly defaultCountry: CountryCode;
  /** The port of the worker's health and metrics; 0 means any free port. */
  abstract readonly workerPort: number;
  /** How long scans are kept, in days. */
  abstract readonly scanRetentionDays: number;
  /** True while a preview driver is in use; only then is the dev mailbox served. */
  abstract readonly hasDevOutbox: boolean;
  /** Whether Swagger UI and the OpenAPI document are served. */
  abstract readonly hasDocs: boolean;
}
