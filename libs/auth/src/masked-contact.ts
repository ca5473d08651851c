import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** As many as hide how long the hidden part is. */
const DOTS = '•••••';

/** @returns the country code and the last four digits, such as +91•••••3210 */
export function maskPhone(phone: string): string {
  const countryCode = parsePhoneNumberFromString(phone)?.countryCallingCode ?? '';
  return `+${countryCode}${DOTS}${phone.slice(-4)}`;
}

/** @returns the first letter and the domain, such as m•••••@example.com */
export function maskEmail(email: string): string {
  const [first = ''] = email;
  return `${first}${DOTS}${email.slice(email.lastIndexOf('@'))}`;
}
