import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createServer } from '@app/http';
import { Outbox } from '@app/outbox';
import { NestLogger, createLogger } from '@app/observability';
import { AppModule } from '../../apps/api/src/app.module.js';
import { configureApp } from '../../apps/api/src/configure-app.js';
import { ApiClient } from '../support/api-client.js';
import { expectFailure } from '../support/failures.js';
import { newPhone } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the development outbox', () => {
  let app: TestApp;
  let phone: string;

  beforeAll(async () => {
    app = await startApp({ env: { OTP_COUNTRIES: '*' } });
    phone = newPhone();
    await app.api.post('/auth/otp/request', { phone });
    app.app.get(Outbox, { strict: false }).add({
      channel: 'email',
      to: 'asha+car@example.com',
      subject: 'A scan of <your> car',
      text: 'Ravi & "Meera" <script>alert(1)</script>',
    });
  });

  afterAll(() => app.stop());

  const read = async (query: string): Promise<unknown[]> => (await app.api.get(`/dev/outbox${query}`)).body.messages;

  it('shows what would have been sent, newest first', async () => {
    const { status, body } = await app.api.get('/dev/outbox');
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      messages: [
        {
          channel: 'email',
          to: 'asha+car@example.com',
          subject: 'A scan of <your> car',
          text: expect.any(String),
          at: expect.any(String),
        },
        {
          channel: 'sms',
          to: phone,
          subject: null,
          text: expect.stringMatching(/\b\d{6}\b/),
          at: app.clock.now().toISOString(),
        },
      ],
    });
  });

  it.each([
    ['E.164', (e164: string) => encodeURIComponent(e164)],
    ['E.164 whose plus was not encoded', (e164: string) => e164],
    ['E.164 without its plus', (e164: string) => e164.slice(1)],
    ['the national number', (e164: string) => e164.slice(3)],
    ['the national number with 0', (e164: string) => `0${e164.slice(3)}`],
    ['groups', (e164: string) => encodeURIComponent(`+91 ${e164.slice(3, 8)}-${e164.slice(8)}`)],
  ])('finds a phone by %s', async (_, spell) => {
    expect(await read(`?to=${spell(phone)}`)).toEqual([expect.objectContaining({ to: phone })]);
  });

  it.each(['asha%2Bcar@example.com', 'asha+car@example.com', 'Asha%2BCar@Example.COM'])(
    'finds an address by %s',
    async (to) => {
      expect(await read(`?to=${to}`)).toEqual([expect.objectContaining({ to: 'asha+car@example.com' })]);
    },
  );

  it('finds a phone of another country by E.164, encoded or not', async () => {
    await app.api.fromNewAddress().post('/auth/otp/request', { phone: '+14155552671' });
    expect(await read('?to=%2B14155552671')).toHaveLength(1);
    expect(await read('?to=+14155552671')).toHaveLength(1);
  });

  it.each(['?to=+919812345678', '?to=nobody@example.com', '?to=nonsense', '?to=7'])(
    'finds nothing for others: %s',
    async (query) => {
      expect(await read(query)).toEqual([]);
    },
  );

  it('is a page too, in which nothing that was written runs', async () => {
    const { status, headers, text } = await app.api.get(`/dev/outbox.html`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain(phone);
    expect(text).not.toMatch(/<script|<your>/);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect((await app.api.get(`/dev/outbox.html?to=${phone}`)).text).not.toContain('asha');
  });

  it('is what the documentation leads to', async () => {
    expect((await app.api.get('/openapi.json')).body.info.description).toContain('(/dev/outbox.html)');
  });

  it('is not there where no preview driver is in use', async () => {
    const settings = { ...app.settings, hasDevOutbox: false };
    const logger = createLogger(settings, { write: () => undefined });
    const testing = await Test.createTestingModule({ imports: [AppModule.forRoot(settings)] })
      .setLogger(new NestLogger(logger))
      .compile();
    const other = testing.createNestApplication<NestFastifyApplication>(createServer(settings), { bodyParser: false });
    await configureApp(other, logger);
    await other.listen(0, '127.0.0.1');
    const api = new ApiClient(await other.getUrl());
    expectFailure(await api.get('/dev/outbox'), 404, 'NOT_FOUND');
    expectFailure(await api.get('/dev/outbox.html'), 404, 'NOT_FOUND');
    expect((await api.get('/openapi.json')).text).not.toContain('/dev/outbox');
    await other.close();
  });
});
