import type { ProviderAnswer, ProviderRequest } from './sms-provider.js';

/** From the first byte to the last of the answer. Two providers in turn keep whoever waits for less than eight seconds. */
const DEADLINE_MS = 4000;
/** More than any of their answers; the rest of a longer one is not read. */
const MAX_ANSWER_CHARACTERS = 16_384;

/**
 * Posts once. A redirect is an answer like any other, so that the login never goes anywhere else.
 *
 * @throws Error when the connection fails, and one named TimeoutError when the answer does not end in time
 */
export async function postToProvider({ url, headers, body }: ProviderRequest): Promise<ProviderAnswer> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
  return { status: response.status, fields: readFields(await readText(response)) };
}

async function readText(response: Response): Promise<string> {
  const body = response.body as AsyncIterable<Uint8Array> | null;
  const decoder = new TextDecoder();
  let text = '';
  // To leave the loop is to hang up.
  for await (const bytes of body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > MAX_ANSWER_CHARACTERS) break;
  }
  return text;
}

function readFields(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** What went wrong with a connection, in words that hold nothing of what was to be sent. */
export function describeFailure(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return `no answer within ${DEADLINE_MS / 1000} s`;
  return typeof cause?.code === 'string' ? cause.code : 'the connection broke';
}
