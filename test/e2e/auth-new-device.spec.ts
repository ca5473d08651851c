import { newPhone, signIn } from '../support/people.js';
import { type TestRelay, relayOf } from '../support/relays.js';
import { arrive, markEmailVerified, newEmail, verify } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('a sign-in from a device', () => {
  let app: TestApp;
  let relay: TestRelay;

  beforeAll(async () => {
    app = await startApp();
    relay = relayOf(app);
  });

  afterAll(() => app.stop());

  const TABLET =
    'Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148 Safari/604.1';

  /** Signs in by a code and tells the mails that came of it. */
  const signInFrom = async (userAgent: string, who: { phone: string; email: string }): Promise<string[]> => {
    app.clock.advance({ minutes: 1 });
    const noticesOf = () => app.inbox.to(who.email).filter(({ subject }) => subject?.startsWith('New sign-in'));
    const before = noticesOf().length;
    const arrival = await arrive(app, who.phone);
    const api = arrival.api.as({ headers: { 'user-agent': userAgent } });
    expect((await verify({ ...arrival, api }, { email: who.email })).status).toBe(200);
    await relay.deliver();
    const mails = noticesOf();
    return mails.slice(0, mails.length - before).map(({ text }) => text);
  };

  it('that the account was not used on is told to its owner, and no other', async () => {
    const who = { phone: newPhone(), email: newEmail() };
    expect(await signInFrom('Telephone', who)).toEqual([]);
    await markEmailVerified(app, who.email);
    expect(await signInFrom('Telephone', who)).toEqual([]);
    const told = await signInFrom(TABLET, who);
    expect(told).toEqual([expect.stringContaining('Device: Safari on iPad\n')]);
    expect(await signInFrom(TABLET, who)).toEqual([]);
  });

  it('is not told to an address that nobody has confirmed', async () => {
    const who = { phone: newPhone(), email: newEmail() };
    await signInFrom('Telephone', who);
    expect(await signInFrom('A tablet', who)).toEqual([]);
  });

  it('by password is told as well', async () => {
    const [phone, email, newPassword] = [newPhone(), newEmail(), 'correct horse battery'];
    const person = await signIn(app, { phone, email });
    await markEmailVerified(app, email);
    await person.api.put('/users/me/password', { newPassword });
    const api = app.api.fromNewAddress().as({ headers: { 'user-agent': 'Somewhere else' } });
    expect((await api.post('/auth/password/login', { phone, password: newPassword })).status).toBe(200);
    await relay.deliver();
    expect(app.inbox.to(email)[0]).toMatchObject({
      subject: 'New sign-in to your CarQR account',
      text: expect.stringContaining('Device: An unknown device\n'),
    });
  });
});
