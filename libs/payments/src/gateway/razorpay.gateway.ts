import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import Razorpay from 'razorpay';
import { AppError } from '@app/http';
import { PaymentErrors } from '../payments.errors.js';
import { type GatewayOrder, type GatewayPayment, PaymentGateway } from './payment-gateway.js';
import { readNewOrder, readOrder, readPayments } from './razorpay-answers.js';

/** From the call to the last byte of the response, including the wait for a free connection. */
const DEADLINE_MS = 4000;
/** Bounds the connections that a hanging provider can occupy; further calls queue until their deadline. */
const MAX_CONNECTIONS = 32;
const CONNECTION_IDLE_MS = 10_000;
const MAX_RESPONSE_BYTES = 1024 * 1024;
const MAX_LOGGED_TEXT = 200;
/** Overrides the account's setting. Payments authorised but not captured within this time (in minutes) are refunded. */
const CAPTURE = {
  capture: 'automatic' as const,
  capture_options: { automatic_expiry_period: 4320, manual_expiry_period: 4320, refund_speed: 'normal' as const },
};

export interface RazorpayAccess {
  /** Without a trailing slash; read at every call, because the simulator has no fixed address. */
  baseUrl: () => string;
  keyId: string;
  keySecret: string;
}

/** The SDK's internal HTTP client, which its types do not expose. */
interface SdkClient {
  defaults: Record<string, unknown>;
  interceptors: {
    request: { use(change: (request: Record<string, unknown>) => Record<string, unknown>): void };
    response: { use(passed: undefined, failed: (error: ClientError) => Promise<never>): void };
  };
}

interface ClientError {
  code?: string;
  response?: { status: number; data?: unknown };
}

/** What the SDK rejects with; the status is 0 when there was no response. */
interface SdkError {
  statusCode: number;
  error?: { code?: unknown; description?: unknown } | null;
}

/** Calls Razorpay through its SDK, and adds the deadline and the error causes that the SDK lacks. */
export class RazorpayGateway extends PaymentGateway {
  private readonly sdk: Razorpay;

  constructor({ baseUrl, keyId, keySecret }: RazorpayAccess) {
    super();
    this.sdk = new Razorpay({ key_id: keyId, key_secret: keySecret });
    const { rq: client } = this.sdk.api as unknown as { rq: SdkClient };
    const pool = { keepAlive: true, maxSockets: MAX_CONNECTIONS, timeout: CONNECTION_IDLE_MS };
    Object.assign(client.defaults, {
      httpAgent: new HttpAgent(pool),
      httpsAgent: new HttpsAgent(pool),
      maxContentLength: MAX_RESPONSE_BYTES,
      // Otherwise a redirect or a proxy could receive the API keys.
      maxRedirects: 0,
      proxy: false,
    });
    client.interceptors.request.use((request) =>
      Object.assign(request, { baseURL: baseUrl(), signal: AbortSignal.timeout(DEADLINE_MS) }),
    );
    client.interceptors.response.use(undefined, rejectWithResponse);
  }

  async createOrder(order: {
    amount: number;
    currency: string;
    receipt: string;
    notes: Record<string, string>;
  }): Promise<GatewayOrder> {
    try {
      return readNewOrder(await this.sdk.orders.create({ ...order, payment: CAPTURE }), order);
    } catch (thrown) {
      throw toAppError('createOrder', thrown);
    }
  }

  async findOrder(orderId: string): Promise<GatewayOrder | null> {
    try {
      return readOrder(await this.sdk.orders.fetch(encodeURIComponent(orderId)));
    } catch (thrown) {
      if (isUnknownId(thrown)) return null;
      throw toAppError('findOrder', thrown);
    }
  }

  async listPaymentsOf(orderId: string): Promise<GatewayPayment[]> {
    try {
      return readPayments(await this.sdk.orders.fetchPayments(encodeURIComponent(orderId)), orderId);
    } catch (thrown) {
      if (isUnknownId(thrown)) return [];
      throw toAppError('listPaymentsOf', thrown);
    }
  }
}

/** The SDK cannot handle an error without a response and loses its cause, so add a response that contains it. */
function rejectWithResponse(error: ClientError): Promise<never> {
  const isReadable = typeof error.response?.data === 'object' && error.response.data !== null;
  const status = error.response?.status ?? 0;
  if (!isReadable) error.response = { status, data: { error: { code: error.code } } };
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the SDK reads it and throws its own.
  return Promise.reject(error);
}

/** Razorpay responds with 400 and this description instead of 404. */
function isUnknownId(thrown: unknown): boolean {
  if (!isSdkError(thrown) || thrown.statusCode !== 400) return false;
  return /\bid provided does not exist\b/i.test(String(thrown.error?.description));
}

function isSdkError(thrown: unknown): thrown is SdkError {
  return typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown;
}

/** Clients get PAYMENT_PROVIDER_ERROR for every failure; the context logs the call and the cause. */
function toAppError(call: string, thrown: unknown): AppError {
  const why = isSdkError(thrown)
    ? { status: thrown.statusCode, reason: short(thrown.error?.code), description: short(thrown.error?.description) }
    : { reason: short(thrown instanceof Error ? thrown.message : thrown) };
  return new AppError(PaymentErrors.PAYMENT_PROVIDER_ERROR, { call, ...why });
}

function short(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, MAX_LOGGED_TEXT) : undefined;
}
