import { UnsubscribeLinks } from '@app/notifications';
import { type Person, signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the link that ends mails about scans', () => {
  let app: TestApp;
  let person: Person;
  let path: string;

  beforeAll(async () => {
    app = await startApp();
  });

  beforeEach(async () => {
    person = await signIn(app);
    const url = new URL(app.app.get(UnsubscribeLinks, { strict: false }).urlFor(person.id));
    expect(url.origin).toBe('https://carqr.test');
    path = `${url.pathname}${url.search}`;
  });

  afterAll(() => app.stop());

  const wantsMails = async (): Promise<boolean> =>
    (await person.api.get('/users/me')).body.user.preferences.notifyByEmail;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  it('asks first, and changes nothing by being looked at', async () => {
    const { status, text, headers } = await app.api.get(path);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toMatch(/<form method="post"><button>No more mails about scans<\/button>/);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(await wantsMails()).toBe(true);
  });

  it('ends them with the one click that mail programs send', async () => {
    const { status } = await app.api.send('POST', path, 'List-Unsubscribe=One-Click', form);
    expect(status).toBe(200);
    expect(await wantsMails()).toBe(false);
    const { contactVisibility } = (await person.api.get('/users/me')).body.user.preferences;
    expect(contactVisibility).toBe('phone_and_email');
  });

  it('ends them with the other kind of form that mail programs may send, which no other route takes', async () => {
    const part = 'content-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click';
    const multipart = { 'content-type': 'multipart/form-data; boundary=xYz' };
    const body = `--xYz\r\n${part}\r\n--xYz--\r\n`;
    expect((await app.api.send('POST', '/scans', body, multipart)).status).toBe(415);
    expect((await app.api.send('POST', path, 'x'.repeat(200_000), multipart)).status).toBe(413);
    expect(await wantsMails()).toBe(true);
    expect((await app.api.send('POST', path, body, multipart)).status).toBe(200);
    expect(await wantsMails()).toBe(false);
  });

  it('ends them with its own button, more than once and not behind the prefix', async () => {
    expect((await app.api.send('POST', `/api/v1${path}`, '', form)).status).toBe(404);
    expect(await wantsMails()).toBe(true);
    for (let time = 0; time < 2; time += 1) expect((await app.api.send('POST', path, '', form)).status).toBe(200);
    expect(await wantsMails()).toBe(false);
  });

  it('speaks Hindi to whoever reads it', async () => {
    const { text } = await app.api.as({ headers: { 'accept-language': 'hi-IN,en;q=0.5' } }).get(path);
    expect(text).toContain('<html lang="hi">');
  });

  it('does nothing for anybody else: a link that was changed or cut is none', async () => {
    const other = await signIn(app);
    const [, signature = ''] = path.split('.');
    for (const token of ['', 'x', person.id, `${person.id}.`, `${other.id}.${signature}`, `${path.split('=')[1]}x`]) {
      const answer = await app.api.send('POST', `/mail/unsubscribe?token=${token}`, '', form);
      expect([token, answer.status]).toEqual([token, 404]);
    }
    expect((await app.api.send('POST', '/mail/unsubscribe?token=a&token=b', '', form)).status).toBe(404);
    expect(await wantsMails()).toBe(true);
    expect((await other.api.get('/users/me')).body.user.preferences.notifyByEmail).toBe(true);
  });

  it('is as good as done for an account that is gone', async () => {
    await person.api.delete('/users/me');
    expect((await app.api.send('POST', path, '', form)).status).toBe(200);
  });
});
