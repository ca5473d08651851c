export { Settings } from './settings.js';
export type {
  DatabaseSettings,
  HttpSettings,
  OperatorSettings,
  OtpSettings,
  PremiumPlan,
  RazorpaySettings,
  RedisSettings,
  SmsProviderSettings,
  SmsSettings,
  StorageSettings,
  TlsSettings,
  MailSettings,
} from './settings.js';
export { readSettings } from './read-settings.js';
export { loadMigrationSettings, loadSettings } from './load-settings.js';
export { type DerivedKeys, deriveKeys } from './derive-keys.js';
export { openSealed, seal } from './seal.js';
export { isGuessable } from './secret-estimator.js';
export { ConfigurationError } from './configuration-error.js';
export { ConfigModule } from './config.module.js';
