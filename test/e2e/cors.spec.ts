import type { Answer } from '../support/api-client.js';
import { expectFailure } from '../support/failures.js';
import { type TestApp, startApp } from '../support/start-app.js';

const ORIGINS = 'https://app.carqr.in,http://localhost:*';
const ALLOWED = ['https://app.carqr.in', 'http://localhost', 'http://localhost:5173'];
const OTHERS = [
  'https://evil.example',
  'http://app.carqr.in',
  'https://app.carqr.in.evil.example',
  'https://appxcarqr.in',
  'https://app.carqr.in:8443',
  'https://localhost:5173',
  'http://localhost.evil.example',
  'http://localhost:5173.evil.example',
  'http://localhost:',
  'null',
];

describe('pages of other origins', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ env: { CORS_ORIGINS: ORIGINS } });
  });

  afterAll(() => app.stop());

  const call = (origin: string, path = '/payments/plans'): Promise<Answer> =>
    app.api.as({ headers: { origin } }).get(path);

  const preflight = (origin: string, method: string): Promise<Answer> =>
    app.api.send('OPTIONS', '/api/v1/users/me', undefined, {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type',
    });

  it.each(ALLOWED)('that are allowed read answers: %s', async (origin) => {
    const { headers } = await call(origin);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-expose-headers')).toContain('Retry-After');
    expect(headers.get('vary')).toMatch(/\bOrigin\b/i);
    // A token goes into a header; cookies are never used.
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it.each(ALLOWED)('that are allowed read failures too: %s', async (origin) => {
    for (const path of ['/users/me', '/nope', '/scans?limit=x']) {
      expect((await call(origin, path)).headers.get('access-control-allow-origin')).toBe(origin);
    }
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('that are allowed may %s', async (method) => {
    const { status, headers } = await preflight('https://app.carqr.in', method);
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe('https://app.carqr.in');
    expect(headers.get('access-control-allow-methods')?.split(', ')).toContain(method);
    expect(headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    expect(headers.get('access-control-max-age')).toBe('600');
    expect(headers.get('x-request-id')).not.toBeNull();
  });

  it.each(OTHERS)('that are not allowed get nothing: %s', async (origin) => {
    for (const answer of [await call(origin), await preflight(origin, 'DELETE')]) {
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(answer.headers.get('vary')).toMatch(/\bOrigin\b/i);
    }
    expectFailure(await preflight(origin, 'DELETE'), 404, 'NOT_FOUND');
  });

  it('are not meant by a plain OPTIONS, which is no route', async () => {
    expectFailure(await app.api.send('OPTIONS', '/users/me'), 404, 'NOT_FOUND');
    const headers = { origin: 'https://app.carqr.in' };
    expectFailure(await app.api.send('OPTIONS', '/users/me', undefined, headers), 404, 'NOT_FOUND');
  });
});
