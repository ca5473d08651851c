import type { Answer } from './api-client.js';
import { type Person, newPhone } from './people.js';
import type { TestApp } from './start-app.js';

/** Somebody who has been sent a code to the number that they move to. */
export interface PhoneChange {
  person: Person;
  /** E.164. */
  phone: string;
  code: { otp: string; sessionId: string };
}

/** Has a code sent to a new number. */
export async function startPhoneChange({ inbox }: TestApp, person: Person, phone = newPhone()): Promise<PhoneChange> {
  const { status, body } = await person.api.post('/users/me/phone', { phone });
  if (status !== 200) throw new Error(`Changing the phone answered ${status}: ${JSON.stringify(body)}`);
  return { person, phone, code: { otp: inbox.codeFor(phone), sessionId: body.sessionId } };
}

/** Sends the code back, with whatever else or otherwise. */
export function verifyPhone({ person, code }: PhoneChange, changes: object = {}): Promise<Answer> {
  return person.api.post('/users/me/phone/verify', { ...code, ...changes });
}

/** Moves somebody to a number that nobody used. */
export async function changePhone(app: TestApp, person: Person, phone = newPhone()): Promise<Person> {
  const { status, body } = await verifyPhone(await startPhoneChange(app, person, phone));
  if (status !== 200) throw new Error(`Verifying the phone answered ${status}: ${JSON.stringify(body)}`);
  return { ...person, phone };
}
