import { requireDocumented } from './documented-answers.js';

/** What a route answered. The body is JSON of whatever shape; tests say what they expect of it. */
export interface Answer {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads any field of any answer and checks what it finds.
  body: any;
  text: string;
}

interface ClientOptions {
  token?: string;
  /** The address that the request seems to come from. */
  ip?: string;
  headers?: Record<string, string>;
}

let lastAddress = 0;

/** An address that nobody used before in this process, so that limits by address do not join unrelated callers. */
export function newAddress(): string {
  lastAddress += 1;
  return `10.${(lastAddress >> 16) & 255}.${(lastAddress >> 8) & 255}.${lastAddress & 255}`;
}

/** Speaks HTTP to the running server, as one caller. */
export class ApiClient {
  constructor(
    readonly url: string,
    private readonly options: ClientOptions = {},
  ) {}

  /** The same server as another caller: with a token, from another address, with more headers. */
  as(options: ClientOptions): ApiClient {
    return new ApiClient(this.url, { ...this.options, ...options });
  }

  /** The same caller from an address that nobody used before. */
  fromNewAddress(): ApiClient {
    return this.as({ ip: newAddress() });
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path);
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.sendJson('POST', path, body);
  }

  put(path: string, body: unknown = {}): Promise<Answer> {
    return this.sendJson('PUT', path, body);
  }

  patch(path: string, body: unknown = {}): Promise<Answer> {
    return this.sendJson('PATCH', path, body);
  }

  sendJson(method: string, path: string, body: unknown): Promise<Answer> {
    return this.send(method, path, JSON.stringify(body), { 'content-type': 'application/json' });
  }

  /** Sends a body exactly as it is. */
  async send(
    method: string,
    path: string,
    body?: string | Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const { token, ip, headers: own } = this.options;
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(ip && { 'x-forwarded-for': ip }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...own,
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
    requireDocumented(method, path, answer);
    return answer;
  }
}
