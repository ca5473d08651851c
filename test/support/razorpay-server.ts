import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Simulator, type SimulatorStore } from '@app/payments';

/** The keys of every Razorpay of the tests; none of them looks like the simulator's own. */
export const RAZORPAY_KEYS = {
  keyId: 'rzp_test_0123456789abcd',
  keySecret: 'key-secret-of-the-tests',
  webhookSecret: 'webhook-secret-of-the-tests',
};

export interface RazorpayServer {
  /** Plays the buyer and the bank. */
  simulator: Simulator;
  /** What an instance of ours, in this process or another, is started with to use this server. */
  env: Record<string, string>;
  /** Where webhooks go from now on. */
  sendWebhooksTo(url: string): void;
  stop(): Promise<void>;
}

/** Starts a Razorpay that lives outside of our servers, so that it outlives their deaths. */
export async function startRazorpayServer({
  store = memoryStore(),
  retryDelaysMs = [10, 20, 40],
}: { store?: SimulatorStore; retryDelaysMs?: readonly number[] } = {}): Promise<RazorpayServer> {
  let webhookUrl: string | null = null;
  const simulator = new Simulator({
    ...RAZORPAY_KEYS,
    store,
    retryDelaysMs,
    nowMs: Date.now,
    webhookUrl: () => webhookUrl,
  });
  await simulator.start();
  return {
    simulator,
    env: razorpayEnv(simulator.baseUrl()),
    sendWebhooksTo: (url) => void (webhookUrl = url),
    stop: () => simulator.stop(),
  };
}

/** The settings of an instance that uses a Razorpay at this address. */
export function razorpayEnv(url: string): Record<string, string> {
  return {
    RAZORPAY_URL: url,
    RAZORPAY_KEY_ID: RAZORPAY_KEYS.keyId,
    RAZORPAY_KEY_SECRET: RAZORPAY_KEYS.keySecret,
    RAZORPAY_WEBHOOK_SECRET: RAZORPAY_KEYS.webhookSecret,
  };
}

/** A store for simulators that share this process. */
export function memoryStore(): SimulatorStore {
  const entries = new Map<string, string>();
  const setWhile = (isWanted: boolean, key: string, value: string): Promise<boolean> => {
    if (isWanted) entries.set(key, value);
    return Promise.resolve(isWanted);
  };
  return {
    get: (key) => Promise.resolve(entries.get(key) ?? null),
    setIfAbsent: (key, value) => setWhile(!entries.has(key), key, value),
    replaceIf: (key, expected, value) => setWhile(entries.get(key) === expected, key, value),
  };
}

export interface StubServer {
  url: string;
  stop(): Promise<void>;
}

/** An HTTP server that answers whatever a test wants, be it nothing. */
export async function startStub(listener: RequestListener): Promise<StubServer> {
  const server = createServer(listener).listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  /** Byte for byte, as text. */
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads any field and checks what it finds.
  body: any;
}

/** Receives webhooks and keeps them. `answer` says with which status the next one is answered. */
export async function startWebhookReceiver(answer: (received: ReceivedWebhook) => number = () => 200) {
  const received: ReceivedWebhook[] = [];
  const read = async (request: IncomingMessage): Promise<number> => {
    const body = await text(request);
    const webhook = { headers: request.headers, text: body, body: JSON.parse(body) as unknown };
    received.push(webhook);
    return answer(webhook);
  };
  const stub = await startStub((request, response) => {
    void read(request).then((status) => response.writeHead(status).end());
  });
  return { ...stub, received };
}
