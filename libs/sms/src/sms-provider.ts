import type { Sms, SmsKind } from './sms-sender.js';

/** The outcome of offering a message to a provider. The reason never contains the number, the text or a secret. */
export type SmsVerdict =
  | { outcome: 'taken' }
  | { outcome: 'invalid_number' }
  /** `refused`: rejected in the response; `unreachable`: no response in time; `busy`: too many concurrent requests. */
  | { outcome: 'refused' | 'unreachable' | 'busy'; reason: string };

export interface ProviderRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface ProviderAnswer {
  /** The HTTP status. */
  status: number;
  /** The fields of a JSON object; empty for any other response. */
  fields: Readonly<Record<string, unknown>>;
}

/** One provider's API: what to post, and what the response means. */
export interface SmsProvider {
  /** The provider's name in the metrics. */
  readonly name: string;
  takes(kind: SmsKind): boolean;
  toRequest(sms: Sms): ProviderRequest;
  readAnswer(answer: ProviderAnswer): SmsVerdict;
}

/** The verdict on an error response, by its status and the provider's error code. */
export function refusal({ status, fields }: ProviderAnswer): SmsVerdict {
  const code = errorCode(fields);
  return { outcome: 'refused', reason: `HTTP ${status}${code === undefined ? '' : `, code ${code}`}` };
}

/** The provider's error code, a number that some providers send as text. */
export function errorCode({ code }: ProviderAnswer['fields']): number | undefined {
  return (typeof code === 'number' || typeof code === 'string') && /^\d{1,5}$/.test(String(code))
    ? Number(code)
    : undefined;
}
