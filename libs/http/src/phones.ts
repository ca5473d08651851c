import { Injectable } from '@nestjs/common';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Settings } from '@app/config';
import { AppError, CommonErrors } from './app-error.js';

/** ASCII digits and the usual separators only: the parser itself would take look-alike digits of other scripts. */
const PHONE_TEXT = /^[+\d\s().-]{6,40}$/;

/** Reads phone numbers as people write them. */
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
    if (!PHONE_TEXT.test(text)) return undefined;
    const phone = parsePhoneNumberFromString(text, { defaultCountry: this.settings.defaultCountry, extract: false });
    return phone?.isValid() ? phone.number : undefined;
  }
}
