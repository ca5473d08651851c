import type { Sms, SmsKind } from './sms-sender.js';

/** What a provider made of a message. The reason never holds the number, the text or a secret. */
export type SmsVerdict =
  | { outcome: 'taken' }
  | { outcome: 'invalid_number' }
  /** `refused` by an answer; `unreachable` without one in time; `busy` with what it was given before. */
  | { outcome: 'refused' | 'unreachable' | 'busy'; reason: string };

export interface ProviderRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface ProviderAnswer {
  /** Of HTTP. */
  status: number;
  /** The fields of a JSON object; none when the answer was something else. */
  fields: Readonly<Record<string, unknown>>;
}

/** How one provider's interface is spoken: what to post, and what the answer means. */
export interface SmsProvider {
  /** As in the metrics. */
  readonly name: string;
  takes(kind: SmsKind): boolean;
  toRequest(sms: Sms): ProviderRequest;
  readAnswer(answer: ProviderAnswer): SmsVerdict;
}

/** The verdict on an answer that takes nothing, told by its status and the provider's own code of the error. */
export function refusal({ status, fields }: ProviderAnswer): SmsVerdict {
  const code = errorCode(fields);
  return { outcome: 'refused', reason: `HTTP ${status}${code === undefined ? '' : `, code ${code}`}` };
}

/** The provider's own code of an error, a number that some of them write as text. */
export function errorCode({ code }: ProviderAnswer['fields']): number | undefined {
  return (typeof code === 'number' || typeof code === 'string') && /^\d{1,5}$/.test(String(code))
    ? Number(code)
    : undefined;
}
