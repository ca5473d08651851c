import { type Answer, newAddress } from './api-client.js';
import { type Owner, signInOwner } from './people.js';
import type { TestApp } from './start-app.js';

export const FORM_TYPE = 'application/x-www-form-urlencoded';
export const GOOD_FORM = { scannerPhone: '98123 45678', scannerEmail: 'ravi@example.com' };

/** The page behind a sticker, as a browser without JavaScript asks for it. */
export class ScanPage {
  constructor(
    private readonly app: TestApp,
    readonly code: string,
  ) {}

  show(headers: Record<string, string> = {}, path = `/S/${this.code}`): Promise<Answer> {
    return this.app.api.as({ headers, ip: newAddress() }).get(path);
  }

  submit(
    values: Record<string, string>,
    {
      headers = {},
      ip = newAddress(),
      query = '',
    }: { headers?: Record<string, string>; ip?: string; query?: string } = {},
  ): Promise<Answer> {
    return this.app.api
      .as({ headers, ip })
      .send('POST', `/S/${this.code}${query}`, new URLSearchParams(values).toString(), { 'content-type': FORM_TYPE });
  }

  /** The page that the redirect after the form leads to. */
  async showResult(submitted: Answer, headers: Record<string, string> = {}): Promise<Answer> {
    return this.show(headers, this.resultPath(submitted));
  }

  resultPath({ status, headers }: Answer): string {
    if (status !== 303) throw new Error(`The form was answered with ${status}.`);
    const { pathname, search } = new URL(headers.get('location')!, `http://any/S/${this.code}`);
    return pathname + search;
  }
}

/** An owner whose e-mail address is confirmed, so that they can be alerted. */
export async function signInAlertableOwner(app: TestApp): Promise<Owner> {
  const email = `owner-${newAddress()}@example.com`;
  const owner = await signInOwner(app, { email });
  const { status } = await owner.api.post('/users/me/email/verify', { code: await app.inbox.codeMailedTo(email) });
  if (status !== 200) throw new Error(`Confirming the address answered ${status}.`);
  return owner;
}
