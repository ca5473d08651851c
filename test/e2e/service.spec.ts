import { Readiness } from '../../apps/api/src/service/readiness.js';
import { expectFailure } from '../support/failures.js';
import { signIn, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('the service', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  describe('tells apps what they need to know:', () => {
    it('plans, templates, reasons and limits', async () => {
      const { body } = await app.api.get('/api/v1/app-config');
      expect(body).toEqual({
        success: true,
        config: {
          plans: [
            { planDuration: 30, amount: 4900, currency: 'INR' },
            { planDuration: 180, amount: 24_900, currency: 'INR' },
            { planDuration: 365, amount: 49_900, currency: 'INR' },
          ],
          templates: ['modern', 'classic', 'minimal'],
          reasons: ['blocking', 'lights_on', 'window_open', 'damage', 'emergency', 'towing', 'other'],
          limits: expect.arrayContaining([
            { name: 'look-up', max: 120, windowSeconds: 60 },
            { name: 'scan', max: 30, windowSeconds: 60 },
          ]),
          otpDigits: 6,
          otpExpiresIn: 300,
          otpResendAfter: 30,
        },
      });
    });
  });

  describe('tells apps what changed and no more:', () => {
    const path = '/api/v1/app-config';

    it('nothing to whoever has the answer, in whatever way they name it', async () => {
      const { headers } = await app.api.get(path);
      const etag = headers.get('etag')!;
      expect(etag).toMatch(/^"[\w-]{43}"$/);
      expect(headers.get('cache-control')).toBe('public, max-age=300');
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await app.api.as({ headers: { 'if-none-match': known } }).get(path);
        expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
      }
    });

    it('everything, under another tag, once a setting is another one', async () => {
      const { headers } = await app.api.get(path);
      const changed = await startApp({ env: { PREMIUM_PLANS: '7:900' } });
      const fresh = await changed.api.as({ headers: { 'if-none-match': headers.get('etag')! } }).get(path);
      expect([fresh.status, fresh.body.config.plans.length]).toEqual([200, 1]);
      expect(fresh.headers.get('etag')).not.toBe(headers.get('etag'));
      await changed.stop();
    });
  });

  describe('is live', () => {
    it('whenever the process answers, signed in or not', async () => {
      const { status, body } = await app.api.get('/health/live');
      expect([status, body]).toEqual([200, { success: true, status: 'ok' }]);
      expect((await app.api.as({ token: 'nonsense' }).get('/health/live')).status).toBe(200);
    });
  });

  describe('is ready', () => {
    it('when database and store answer', async () => {
      expect((await app.api.get('/health/ready')).body).toEqual({ success: true, status: 'ok' });
    });

    it('no longer once it drains, while requests are still answered', async () => {
      const draining = await startApp();
      draining.app.get(Readiness, { strict: false }).startDraining();
      expectFailure(await draining.api.get('/health/ready'), 503, 'SERVICE_UNAVAILABLE');
      expect((await draining.api.get('/health/live')).status).toBe(200);
      expect((await draining.api.get('/payments/plans')).status).toBe(200);
      await draining.stop();
    });
  });

  describe('measures', () => {
    const readMetrics = async (): Promise<string> => (await app.api.get('/metrics')).text;

    it('in the format of Prometheus', async () => {
      const { status, headers, text } = await app.api.get('/metrics');
      expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
      expect(text).toMatch(/^# TYPE http_request_duration_seconds histogram$/m);
    });

    it('requests by method, route and status, with their latency', async () => {
      const person = await signIn(app);
      await person.api.get(`/api/v1/cars/${person.id}`);
      const text = await readMetrics();
      const labels = 'method="GET",route="/cars/:carId",status="404"';
      expect(text).toContain(`http_request_duration_seconds_count{${labels}} 1`);
      expect(text).toContain(`http_request_duration_seconds_bucket{le="+Inf",${labels}} 1`);
    });

    it('unknown routes as one, so that nobody can fill the memory', async () => {
      const seriesOf = (text: string): number => text.split('\n').length;
      await app.api.get('/nope');
      await app.api.get('/%zz');
      const before = seriesOf(await readMetrics());
      for (let count = 0; count < 50; count += 1) await app.api.get(`/nope/${count}?x=${count}`);
      for (let count = 0; count < 50; count += 1) await app.api.get(`/%zz${count}`);
      const text = await readMetrics();
      expect(seriesOf(text)).toBe(before);
      expect(text).toMatch(/route="unknown",status="404"\} [5-9]\d$/m);
    });

    it('the pool, the event loop and the process', async () => {
      const text = await readMetrics();
      expect(text).toMatch(/^database_pool_connections\{state="total"\} [1-9]\d*$/m);
      expect(text).toMatch(/^database_pool_connections\{state="waiting"\} 0$/m);
      expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \S+$/m);
      expect(text).toMatch(/^process_resident_memory_bytes \S+$/m);
    });

    it('what happens in the product', async () => {
      const eventsIn = (text: string): Record<string, number> =>
        Object.fromEntries(
          [...text.matchAll(/^carqr_events_total\{event="(\w+)"\} (\d+)$/gm)].map(([, event, count]) => [
            event,
            Number(count),
          ]),
        );
      const before = eventsIn(await readMetrics());
      const owner = await signInOwner(app);
      const form = { carId: owner.car.id, scannerPhone: '9812345678', scannerEmail: 'ravi@example.com' };
      const scanner = app.api.fromNewAddress();
      await scanner.get(`/cars/qr/${owner.car.qrCode}`);
      for (let count = 0; count < 2; count += 1) await scanner.post('/scans', form);
      const after = eventsIn(await readMetrics());
      const grown = Object.entries(after).map(([event, count]) => [event, count - (before[event] ?? 0)]);
      expect(Object.fromEntries(grown)).toMatchObject({ looked_up: 1, scan_submitted: 1 });
    });

    it('nothing about anybody', async () => {
      expect(await readMetrics()).not.toMatch(/\+91|@|\d{10}"/);
    });
  });

  describe('documents itself', () => {
    it.each(['/openapi.json', '/api/v1/openapi.json'])('at %s', async (path) => {
      const { status, body } = await app.api.get(path);
      expect([status, body.openapi, body.servers]).toEqual([200, '3.0.0', [{ url: '/api/v1' }]]);
    });

    it('as YAML', async () => {
      const { status, headers, text } = await app.api.get('/openapi.yaml');
      expect([status, text.startsWith('components:')]).toEqual([200, true]);
      expect(headers.get('content-type')).toBe('text/yaml; charset=utf-8');
    });

    it.each(['/docs', '/docs/'])(
      'as a page at %s that may load its own files only, and no inline script',
      async (path) => {
        const { status, headers, text } = await app.api.get(path);
        expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
        expect(headers.get('content-security-policy')).toMatch(
          /script-src 'self';.* base-uri 'none'; frame-ancestors 'none'$/,
        );
        const scripts = [...text.matchAll(/<script\b[^>]*src="([^"]+)"/g)].map(([, source]) => source ?? '');
        expect(scripts.length).toBeGreaterThan(1);
        for (const source of scripts) {
          const file = new URL(source, `${app.api.url}${path}`).pathname;
          const { status: found, headers: fileHeaders } = await app.api.get(file);
          expect([file, found]).toEqual([file, 200]);
          expect(fileHeaders.get('content-type')).toMatch(/^(?:application|text)\/javascript; charset=utf-8$/i);
        }
      },
    );

    it('without what admins can do, and without a schema that nothing needs', async () => {
      const { body, text } = await app.api.get('/openapi.json');
      expect(Object.keys(body.paths).filter((route) => route.startsWith('/admin'))).toEqual([]);
      expect(body.tags.map(({ name }: { name: string }) => name)).not.toContain('Admin');
      const schemas = Object.keys(body.components.schemas);
      expect(schemas.filter((name) => !text.includes(`"#/components/schemas/${name}"`))).toEqual([]);
      const named = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name));
      expect(new Set(schemas)).toEqual(named);
      expect(schemas.filter((name) => /^Admin/.test(name))).toEqual([]);
    });

    it.each(['/docs', '/docs/swagger-ui-init.js', '/openapi.json', '/api/v1/openapi.json', '/openapi.yaml'])(
      'not at %s where DOCS is off',
      async (path) => {
        const other = await startApp({ besides: app, env: { DOCS: 'off' } });
        expectFailure(await other.api.get(path), 404, 'NOT_FOUND');
        await other.stop();
      },
    );
  });
});
