import { expectFailure } from '../support/failures.js';
import { type Owner, makeAdmin, signInOwner } from '../support/people.js';
import { sendRaw } from '../support/raw-http.js';
import { type TestApp, startApp } from '../support/start-app.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('the envelope', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
    owner = await signInOwner(app);
    await makeAdmin(app, owner);
  });

  afterAll(() => app.stop());

  it.each([
    ['/users/me', ['success', 'user']],
    ['/cars/me', ['car', 'success']],
    ['/auth/sessions', ['sessions', 'success']],
    ['/scans', ['pagination', 'scans', 'success']],
    ['/scans/stats', ['stats', 'success']],
    ['/payments/plans', ['plans', 'success']],
    ['/admin/acts', ['acts', 'pagination', 'success']],
    ['/admin/notifications?status=parked', ['notifications', 'pagination', 'success']],
    ['/app-config', ['config', 'success']],
    ['/health/live', ['status', 'success']],
  ])('of a success at %s is success and the named resource', async (path, fields) => {
    const { status, body, headers } = await owner.api.get(path);
    expect([status, body.success, Object.keys(body).sort()]).toEqual([200, true, fields]);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  describe('is the same with the prefix and without', () => {
    it.each(['/users/me', '/cars/me', '/scans?limit=5', '/payments/plans', '/app-config', '/openapi.json'])(
      '%s',
      async (path) => {
        const [plain, prefixed] = [await owner.api.get(path), await owner.api.get(`/api/v1${path}`)];
        expect([plain.status, prefixed.status]).toEqual([200, 200]);
        expect(prefixed.text).toBe(plain.text);
      },
    );

    it.each(['/users/me/', '/api/v1/users/me/', '/api/v1/users/me?x=1', '/api/v1/users/me/?x=1', '/api/v1/users/me#x'])(
      'and with a trailing slash or a query: %s',
      async (path) => {
        expect((await owner.api.get(path)).body.user.id).toBe(owner.id);
      },
    );

    it.each(['/api/v1x/users/me', '/api/v1?x', '/api/v1', '/api/users/me', '/API/V1/users/me', '/xapi/v1/users/me'])(
      'which is nothing else: %s',
      async (path) => {
        expectFailure(await owner.api.get(path), 404, 'NOT_FOUND');
      },
    );

    it.each(['/health/live', '/health/ready', '/metrics', '/docs'])('save %s, which has no prefix', async (path) => {
      expect((await owner.api.get(path)).status).toBe(200);
      expectFailure(await owner.api.get(`/api/v1${path}`), 404, 'NOT_FOUND');
    });
  });

  describe('carries a request id', () => {
    it('of our own', async () => {
      const first = (await owner.api.get('/users/me')).headers.get('x-request-id');
      expect(first).toMatch(UUID);
      expect((await owner.api.get('/users/me')).headers.get('x-request-id')).not.toBe(first);
    });

    it('that a proxy gave, which is also in the log', async () => {
      const api = owner.api.as({ headers: { 'x-request-id': 'Proxy_1.2-abc' } });
      const answer = await api.get('/nope');
      expectFailure(answer, 404, 'NOT_FOUND');
      expect(answer.body.requestId).toBe('Proxy_1.2-abc');
      expect(app.logs.some((line) => JSON.parse(line).requestId === 'Proxy_1.2-abc')).toBe(true);
    });

    it('that nobody but a trusted proxy may give', async () => {
      const direct = await startApp({ besides: app, env: { TRUSTED_PROXIES: '10.0.0.0/8,fd00::/8' } });
      const answer = await direct.api.as({ headers: { 'x-request-id': 'Proxy_1.2-abc' } }).get('/nope');
      expectFailure(answer, 404, 'NOT_FOUND');
      expect(answer.body.requestId).toMatch(UUID);
      await direct.stop();
    });

    it.each(['short', 'a'.repeat(65), 'with space', '{"a":1}', '<script>', 'ünïcödé-id', '../../etc/passwd'])(
      'but not one that is not sane: %s',
      async (given) => {
        const answer = await sendRaw(app.api.url, `GET /nope HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${given}\r\n\r\n`);
        expectFailure(answer, 404, 'NOT_FOUND');
        expect(answer.body.requestId).toMatch(UUID);
      },
    );
  });

  describe('comes with headers that keep it to its caller:', () => {
    it.each([
      '/users/me',
      '/nope',
      '/users/me%zz',
      '/cars/me',
      '/scans/export.csv',
      '/users/me/export',
      '/health/ready',
    ])('%s', async (path) => {
      const { headers } = await owner.api.get(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'x-request-id': expect.stringMatching(UUID),
      });
      expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
    });
  });
});
