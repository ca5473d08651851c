import type { ApiClient } from './api-client.js';

/**
 * The casts of the app that is on people's phones, as strict as Dart's: `json['email'] as String?` takes a string or
 * null and nothing else. A field that is absent reads as null there.
 */
export type Cast = (value: unknown, path: string) => void;

export const string: Cast = (value, path) => {
  if (typeof value !== 'string') throw new CastError(path, 'String', value);
};

export const integer: Cast = (value, path) => {
  if (!Number.isInteger(value)) throw new CastError(path, 'int', value);
};

export const boolean: Cast = (value, path) => {
  if (typeof value !== 'boolean') throw new CastError(path, 'bool', value);
};

/** `DateTime.parse`, which the app then takes for UTC. */
export const date: Cast = (value, path) => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) {
    throw new CastError(path, 'an ISO date in UTC', value);
  }
};

export const oneOf =
  (...values: string[]): Cast =>
  (value, path) => {
    if (!values.includes(value as string)) throw new CastError(path, values.join(' or '), value);
  };

export const nullable =
  (cast: Cast): Cast =>
  (value, path) => {
    if (value !== null && value !== undefined) cast(value, path);
  };

export const mapOf =
  (cast: Cast): Cast =>
  (value, path) => {
    Object.entries(requireObject(value, path)).forEach(([key, child]) => cast(child, `${path}.${key}`));
  };

export const listOf =
  (cast: Cast): Cast =>
  (value, path) => {
    if (!Array.isArray(value)) throw new CastError(path, 'List', value);
    value.forEach((child, index) => cast(child, `${path}[${index}]`));
  };

export const object =
  (fields: Record<string, Cast>): Cast =>
  (value, path) => {
    const map = requireObject(value, path);
    Object.entries(fields).forEach(([name, cast]) => cast(map[name], `${path}.${name}`));
  };

class CastError extends Error {
  constructor(path: string, wanted: string, found: unknown) {
    super(`${path} must be ${wanted}, and is ${JSON.stringify(found)}.`);
  }
}

function requireObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CastError(path, 'Map', value);
  return value as Record<string, unknown>;
}

export const preferences = object({ notifyByEmail: boolean, contactVisibility: string });

export const user = object({
  id: string,
  email: nullable(string),
  emailVerified: boolean,
  phone: string,
  name: nullable(string),
  isPremium: boolean,
  plan: oneOf('basic', 'premium'),
  hasCarInfo: boolean,
  selectedTemplate: string,
  premiumExpiryDate: nullable(date),
  preferences,
  role: string,
  createdAt: date,
  updatedAt: date,
});

export const car = object({
  id: string,
  userId: string,
  carNumber: string,
  carModel: string,
  customMessage: string,
  customFields: mapOf(string),
  selectedTemplate: string,
  qrCode: string,
  scanUrl: string,
  createdAt: date,
  updatedAt: date,
});

export const scannedCar = object({
  id: string,
  carNumber: string,
  carModel: string,
  customMessage: string,
  customFields: mapOf(string),
  selectedTemplate: string,
  owner: object({ name: nullable(string), phone: nullable(string), email: nullable(string) }),
});

export const activity = object({
  id: string,
  carId: string,
  qrCode: string,
  scannerPhone: string,
  scannerEmail: string,
  notes: string,
  reason: nullable(string),
  via: oneOf('form', 'premium'),
  timestamp: date,
  readAt: nullable(date),
  resolvedAt: nullable(date),
});

export const sticker = object({
  id: string,
  carId: string,
  code: string,
  qrValue: string,
  size: oneOf('3x3', '4x4'),
  format: oneOf('pdf', 'svg', 'png'),
  template: string,
  downloadUrl: string,
  active: boolean,
  printCheck: object({ version: integer, errorCorrection: string, quietZoneModules: integer, decoded: boolean }),
  createdAt: date,
});

export const payment = object({
  id: string,
  userId: string,
  orderId: string,
  paymentId: nullable(string),
  amount: integer,
  currency: string,
  key: string,
  status: oneOf('pending', 'completed', 'failed', 'refunded'),
  planDuration: integer,
  premiumExpiryDate: nullable(date),
  verifiedAt: nullable(date),
  createdAt: date,
});

export const pagination = object({ total: integer, limit: integer, offset: integer, nextCursor: nullable(string) });

/** Sends what the app sends, to the byte, and reads the answer as it does: only 200 and 201 are success. */
export class ShippedApp {
  constructor(
    private readonly api: ApiClient,
    private readonly token?: string,
  ) {}

  withToken(token: string): ShippedApp {
    return new ShippedApp(this.api, token);
  }

  /**
   * @param body the request's bytes, or none
   * @param answer the casts of what the app reads
   * @returns the decoded answer
   * @throws Error when the app would fail, with the sentence that it would show
   */
  async call(
    method: string,
    path: string,
    body: string | undefined,
    answer: Record<string, Cast>,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the casts above have checked what is read of it.
  ): Promise<any> {
    const headers = {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
      ...(this.token && { authorization: `Bearer ${this.token}` }),
    };
    const { status, body: json } = await this.api.send(method, `/api/v1${path}`, body, headers);
    if (status !== 200 && status !== 201) {
      object({ message: string, error: string, code: string })(json, 'failure');
      throw new Error(json.message);
    }
    object({ success: boolean, ...answer })(json, 'answer');
    return json;
  }
}
