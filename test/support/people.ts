import type { ApiClient } from './api-client.js';
import type { TestApp } from './start-app.js';

/** Somebody with an account. */
export interface Person {
  id: string;
  /** E.164. */
  phone: string;
  token: string;
  refreshToken: string;
  /** Calls the server as this person. */
  api: ApiClient;
}

let lastSubscriber = 0;

/** A valid Indian mobile number, in E.164, that nobody used before in this process. */
export function newPhone(): string {
  lastSubscriber += 1;
  return `+9198${String(10_000_000 + lastSubscriber)}`;
}

/** Signs somebody in with a code; the first time, that makes their account. */
export async function signIn(
  { api, inbox }: TestApp,
  { phone = newPhone(), email }: { phone?: string; email?: string } = {},
): Promise<Person> {
  const caller = api.fromNewAddress();
  const { body: sent } = await caller.post('/auth/otp/request', { phone });
  const code = { phone, otp: inbox.codeFor(phone), sessionId: sent.sessionId, ...(email && { email }) };
  const { status, body } = await caller.post('/auth/otp/verify', code);
  if (status !== 200) throw new Error(`Signing in answered ${status}: ${JSON.stringify(body)}`);
  const { user, token, refreshToken } = body;
  return { id: user.id, phone, token, refreshToken, api: caller.as({ token }) };
}

export interface Owner extends Person {
  car: { id: string; qrCode: string; carNumber: string };
}

/** Somebody with a car. */
export async function signInOwner(app: TestApp, who: Parameters<typeof signIn>[1] = {}): Promise<Owner> {
  const person = await signIn(app, who);
  const { body } = await person.api.post('/cars', { carNumber: 'KA 01 AB 1234', carModel: 'Tata Nexon' });
  return { ...person, car: body.car };
}

/** Makes somebody an admin, with the proofs that admins need. */
export async function makeAdmin(app: TestApp, person: Person): Promise<void> {
  await app.dataSource.query("UPDATE users SET role = 'admin' WHERE id = ?", [person.id]);
  await proveAdmin(app, person);
}

/** Takes it that a code and the password were given in the sessions of an admin just now: both are good for 12 hours. */
export async function proveAdmin({ dataSource, clock }: TestApp, { id }: Person): Promise<void> {
  const now = clock.now();
  await dataSource.query('UPDATE sessions SET codeProvedAt = ?, passwordProvedAt = ? WHERE userId = ?', [now, now, id]);
}

/** Gives somebody premium until a moment, or for life. */
export async function makePremium({ dataSource }: TestApp, person: Person, until: Date | null): Promise<void> {
  await dataSource.query("UPDATE users SET plan = 'premium', premiumExpiryDate = ? WHERE id = ?", [until, person.id]);
}
