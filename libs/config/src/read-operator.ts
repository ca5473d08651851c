import { ConfigurationError } from './configuration-error.js';
import type { Reader } from './read-settings.js';
import type { OperatorSettings } from './settings.js';

/**
 * Lines of an address are separated by `\\n`, because not every tool can put a line break into an environment variable.
 *
 * @throws ConfigurationError for SUPPORT_EMAIL
 */
export function readOperator(read: Reader): OperatorSettings {
  const supportEmail = read.text('SUPPORT_EMAIL') ?? null;
  if (supportEmail !== null && !/^[^\s<>@,"]+@[^\s<>@,"]+$/.test(supportEmail)) {
    throw new ConfigurationError('SUPPORT_EMAIL', 'must be one e-mail address, such as support@carqr.in.');
  }
  return {
    name: read.text('SELLER_NAME') ?? null,
    address: read.text('SELLER_ADDRESS')?.replaceAll('\\n', '\n') ?? null,
    taxId: read.text('SELLER_TAX_ID') ?? null,
    supportEmail,
  };
}
