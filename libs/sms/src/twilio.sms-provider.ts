import type { SmsProviderSettings } from '@app/config';
import {
  errorCode,
  type ProviderAnswer,
  type ProviderRequest,
  refusal,
  type SmsProvider,
  type SmsVerdict,
} from './sms-provider.js';
import type { Sms } from './sms-sender.js';

/**
 * Twilio's errors that are the number's fault: 21211 and 21217 invalid, 21265 a short code, 21614 not mobile, 21635 a
 * landline. 21610 (the person sent STOP to this sender) is left out: another provider may still reach them.
 */
const INVALID_NUMBER = new Set<number | undefined>([21211, 21217, 21265, 21614, 21635]);

/** The SID of one, where a number or a name could stand. */
const MESSAGING_SERVICE = /^MG[\da-f]{32}$/i;

/** Twilio's Messages API. */
export class TwilioSmsProvider implements SmsProvider {
  readonly name = 'twilio';

  constructor(private readonly settings: Extract<SmsProviderSettings, { kind: 'twilio' }>) {}

  takes(): boolean {
    return true;
  }

  toRequest({ to, text }: Sms): ProviderRequest {
    const { apiUrl, accountSid, authToken, from } = this.settings;
    const sender = MESSAGING_SERVICE.test(from) ? 'MessagingServiceSid' : 'From';
    return {
      url: `${apiUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`,
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: new URLSearchParams({ To: to, [sender]: from, Body: text }).toString(),
    };
  }

  readAnswer(answer: ProviderAnswer): SmsVerdict {
    const { status, fields } = answer;
    if (status === 201 && typeof fields.sid === 'string') return { outcome: 'taken' };
    if (status === 400 && INVALID_NUMBER.has(errorCode(fields))) return { outcome: 'invalid_number' };
    return refusal(answer);
  }
}
