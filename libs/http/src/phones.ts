import { Injectable } from '@nestjs/common';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Settings } from '@app/config';
import { AppError, CommonErrors } from './app-error.js';
import { MAX_PHONE_LENGTH } from './fields.js';
import { normalizeTypedText } from './typed-text.js';

/** Stricter than the parser, which reads letters as keypad digits and accepts more punctuation. */
const PHONE_TEXT = /^[+\d .()-]{6,}$/;
/** The prefix of a contact card or a link. */
const SCHEME = /^ *tel:/i;
/** As in `(+91) 98765 43210`; the parser rejects a bracket before the plus sign. */
const BRACKET_BEFORE_PLUS = /^[ (]+(?=\+)/;

/** Parses phone numbers as people type and paste them. */
@Injectable()
export class Phones {
  constructor(private readonly settings: Settings) {}

  /**
   * @param text a number in any usual spelling; without a country code it belongs to the default country
   * @returns the number in E.164, such as +919876543210
   * @throws AppError INVALID_PHONE
   */
  parse(text: string): string {
    const phone = this.find(text);
    if (!phone) throw new AppError(CommonErrors.INVALID_PHONE);
    return phone;
  }

  /** Like `parse`, with undefined for what is no valid number. */
  find(text: string): string | undefined {
    if (text.length > MAX_PHONE_LENGTH) return undefined;
    const number = normalizeTypedText(text).replace(SCHEME, '').replace(BRACKET_BEFORE_PLUS, '');
    if (!PHONE_TEXT.test(number)) return undefined;
    const phone = parsePhoneNumberFromString(number, { defaultCountry: this.settings.defaultCountry, extract: false });
    return phone?.isValid() ? phone.number : undefined;
  }
}
