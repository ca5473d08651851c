import type { Person } from './people.js';
import { deliverNotices } from './relays.js';
import { newEmail } from './signing-in.js';
import type { TestApp } from './start-app.js';

const LINK = /https:\/\/carqr\.test(\/lock\?[\w-]+)/;

/** The links that were sent to somebody in messages about a changed account, the first message first. */
export async function lockLinksTo({ app, inbox }: TestApp, recipient: string): Promise<string[]> {
  await deliverNotices(app);
  const links = inbox.to(recipient).flatMap(({ text }) => LINK.exec(text)?.[1] ?? []);
  return links.toReversed();
}

/** Uses a link. */
export async function tapLockLink({ api }: TestApp, link = 'no link'): Promise<number> {
  return (await api.send('POST', link, '', { 'content-type': 'application/x-www-form-urlencoded' })).status;
}

/** Gives an account an address, and confirms it. */
export async function giveAndConfirmEmail(
  { inbox }: TestApp,
  { api }: Pick<Person, 'api'>,
  email = newEmail(),
): Promise<string> {
  const given = await api.patch('/users/me', { email });
  const confirmed = await api.post('/users/me/email/verify', { code: await inbox.codeMailedTo(email) });
  if (confirmed.status !== 200) throw new Error(`An address was not given: ${given.status}, ${confirmed.status}`);
  return email;
}

/** Asks for a code by mail, and reads it. */
export async function requestCodeByMail(
  { api, inbox }: TestApp,
  email: string,
): Promise<{ caller: Person['api']; code: { otp: string; sessionId: string } }> {
  const caller = api.fromNewAddress();
  const { sessionId } = (await caller.post('/auth/otp/request', { email })).body;
  return { caller, code: { otp: await inbox.codeMailedTo(email), sessionId } };
}

/** Signs in with a code to the address. */
export async function signInByMail(app: TestApp, person: Person, email: string): Promise<Person> {
  const { caller, code } = await requestCodeByMail(app, email);
  const { status, body } = await caller.post('/auth/otp/verify', { email, ...code });
  if (status !== 200) throw new Error(`Signing in by mail answered ${status}: ${JSON.stringify(body)}`);
  return { ...person, token: body.token, api: caller.as({ token: body.token }) };
}

/** The phone number and the e-mail address that an account has now. */
export async function contactsOf({ dataSource }: TestApp, { id }: Pick<Person, 'id'>): Promise<unknown[]> {
  const sql = 'SELECT phone, email FROM users WHERE id = ?';
  const [row] = await dataSource.query<{ phone: string; email: string | null }[]>(sql, [id]);
  return [row?.phone, row?.email];
}
