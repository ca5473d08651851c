import type { OperatorSettings } from '@app/config';
import type { Fact } from './content.js';

/** What a language calls the parts of a seller. */
export type SellerWords = Record<keyof OperatorSettings, string>;

/** Who was paid, as far as the settings say. */
export function sellerFacts(words: SellerWords, seller: OperatorSettings): Fact[] {
  return (['name', 'address', 'taxId', 'supportEmail'] as const).flatMap((part) => {
    const value = seller[part];
    return value === null ? [] : [{ name: words[part], value }];
  });
}
