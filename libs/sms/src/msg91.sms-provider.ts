import type { SmsProviderSettings } from '@app/config';
import {
  errorCode,
  type ProviderAnswer,
  type ProviderRequest,
  refusal,
  type SmsProvider,
  type SmsVerdict,
} from './sms-provider.js';
import type { Sms, SmsKind } from './sms-sender.js';

/** MSG91's error code for "Invalid mobile number". */
const INVALID_NUMBER = 202;

/** MSG91's flow API fills the variables into a registered template and ignores the text. */
export class Msg91SmsProvider implements SmsProvider {
  readonly name = 'msg91';

  constructor(private readonly settings: Extract<SmsProviderSettings, { kind: 'msg91' }>) {}

  takes(kind: SmsKind): boolean {
    return this.settings.templateIds[kind] !== undefined;
  }

  toRequest({ kind, to, variables }: Sms): ProviderRequest {
    const { apiUrl, authKey, templateIds } = this.settings;
    return {
      url: `${apiUrl}/api/v5/flow`,
      headers: { authkey: authKey, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        template_id: templateIds[kind],
        short_url: '0',
        recipients: [{ ...variables, mobiles: to.replace('+', '') }],
      }),
    };
  }

  /** Errors may have status 200; only `type` shows them. */
  readAnswer(answer: ProviderAnswer): SmsVerdict {
    const { status, fields } = answer;
    if (status === 200 && fields.type === 'success') return { outcome: 'taken' };
    if (fields.type === 'error' && errorCode(fields) === INVALID_NUMBER) return { outcome: 'invalid_number' };
    return refusal(answer);
  }
}
