import type { ProviderAnswer, ProviderRequest } from './sms-provider.js';

/** For the whole exchange. Two providers in sequence stay below eight seconds. */
const DEADLINE_MS = 4000;
/** Larger than any real response; the rest of a longer one is not read. */
const MAX_ANSWER_CHARACTERS = 16_384;

/**
 * Posts once. Redirects are not followed, so that the credentials never go to another host.
 *
 * @throws Error when the connection fails, and one named TimeoutError when the response is not complete in time
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
  // Leaving the loop closes the connection.
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

/** Describes a connection error without any of the request's content. */
export function describeFailure(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return `no answer within ${DEADLINE_MS / 1000} s`;
  return typeof cause?.code === 'string' ? cause.code : 'the connection broke';
}
