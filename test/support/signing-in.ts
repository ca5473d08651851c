import type { Answer, ApiClient } from './api-client.js';
import { type Person, newPhone } from './people.js';
import type { TestApp } from './start-app.js';

/** What goes back to the server to sign in. */
export interface SentCode {
  phone: string;
  otp: string;
  sessionId: string;
}

/** Somebody who has been sent a code and has not signed in yet. */
export interface Arrival extends SentCode {
  /** Calls the server from an address of their own. */
  api: ApiClient;
  /** The body of the request that signs in. */
  code: SentCode;
}

/**
 * Asks for a code and reads it.
 *
 * @param phone E.164, to which the code is sent
 * @param spelling how the person writes the number
 */
export async function arrive({ api, inbox }: TestApp, phone = newPhone(), spelling = phone): Promise<Arrival> {
  const caller = api.fromNewAddress();
  const { status, body } = await caller.post('/auth/otp/request', { phone: spelling });
  if (status !== 200) throw new Error(`Asking for a code answered ${status}: ${JSON.stringify(body)}`);
  const code = { phone: spelling, otp: inbox.codeFor(phone), sessionId: body.sessionId };
  return { ...code, code, api: caller };
}

/** Sends the code back, with whatever else or otherwise. */
export function verify({ api, code }: Arrival, changes: object = {}): Promise<Answer> {
  return api.post('/auth/otp/verify', { ...code, ...changes });
}

/** As many codes as wanted, none of them the right one. */
export function wrongCodes(right: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => String((Number(right) + 1 + index) % 1_000_000).padStart(6, '0'));
}

/** Guesses wrong, one guess after the other. */
export async function guessWrong(arrival: Arrival, times: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const otp of wrongCodes(arrival.otp, times)) answers.push(await verify(arrival, { otp }));
  return answers;
}

let lastMailbox = 0;

/** An address that nobody used before in this process. */
export function newEmail(): string {
  lastMailbox += 1;
  return `somebody.${lastMailbox}@example.com`;
}

/** Gives somebody an e-mail address that they were mailed nothing about. */
export async function giveEmail(
  { dataSource }: TestApp,
  { id }: Pick<Person, 'id'>,
  { isVerified = true } = {},
): Promise<string> {
  const email = newEmail();
  const values = [email, isVerified ? 1 : 0, id];
  await dataSource.query('UPDATE users SET email = ?, emailVerified = ? WHERE id = ?', values);
  return email;
}

/** Takes an e-mail address for confirmed. */
export async function markEmailVerified({ dataSource }: TestApp, email: string): Promise<void> {
  await dataSource.query('UPDATE users SET emailVerified = ? WHERE email = ?', [1, email]);
}

/** Makes the sessions of somebody fresh, as a code given in each of them does. */
export async function makeFresh({ dataSource, clock }: TestApp, { id }: Pick<Person, 'id'>): Promise<void> {
  await dataSource.query('UPDATE sessions SET codeProvedAt = ? WHERE userId = ?', [clock.now(), id]);
}

/** How many users, or rows of another table, there are that fit a condition. */
export async function countRows(
  { dataSource }: TestApp,
  table: string,
  column: string,
  value: string,
): Promise<number> {
  const rows = await dataSource.query<{ count: number | string }[]>(
    `SELECT COUNT(*) AS count FROM ${table} WHERE ${column} = ?`,
    [value],
  );
  return Number(rows[0]?.count);
}
