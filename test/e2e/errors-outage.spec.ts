import type { Answer } from '../support/api-client.js';
import { expectFailure } from '../support/failures.js';
import { type Owner, signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { eventually } from '../support/store-adapters.js';
import { type TcpProxy, portOf, startTcpProxy, through } from '../support/tcp-proxy.js';
import { isServerTested } from '../support/test-database.js';

const LONGEST_MS = 8_000;
const SOME_ID = '01938a5e-7c11-7abc-8def-012345678901';

type Call = readonly [method: string, path: string, body?: object];

/** Asks the database, whatever the store says. */
const DATABASE_CALLS: readonly Call[] = [
  ['GET', '/health/ready'],
  ['GET', '/users/me'],
  ['PATCH', '/users/me', { name: 'Asha' }],
  ['GET', '/users/me/export'],
  ['PUT', '/users/me/password', { newPassword: 'correct horse' }],
  ['GET', '/auth/sessions'],
  ['POST', '/auth/refresh', { refreshToken: 'some-token-that-nobody-has-been-given-yet' }],
  ['POST', '/auth/password/login', { phone: '9876543210', password: 'correct horse' }],
  ['GET', '/cars/me'],
  ['POST', '/cars', { carNumber: 'KA01AB1234', carModel: 'Tata Nexon' }],
  ['GET', '/cars/qr/2222222222'],
  ['POST', '/scans', { carId: SOME_ID, scannerPhone: '9876543210', scannerEmail: 'ravi@example.com' }],
  ['GET', '/scans'],
  ['GET', '/scans/stats'],
  ['GET', '/scans/export.csv'],
];

/** Counts or keeps something in the store before anything else. */
const STORE_CALLS: readonly Call[] = [
  ['GET', '/health/ready'],
  ['POST', '/auth/otp/request', { phone: '9876543210' }],
  ['POST', '/auth/otp/verify', { phone: '9876543210', otp: '000000', sessionId: SOME_ID }],
  ['POST', '/auth/refresh', { refreshToken: 'some-token-that-nobody-has-been-given-yet' }],
  ['POST', '/auth/password/login', { phone: '9876543210', password: 'correct horse' }],
  ['GET', '/cars/qr/2222222222'],
  ['POST', '/scans', { carId: SOME_ID, scannerPhone: '9876543210', scannerEmail: 'ravi@example.com' }],
];

/** Asks neither. */
const INDEPENDENT_PATHS = ['/health/live', '/metrics', '/app-config', '/payments/plans', '/openapi.json'];

const describeOnServers = isServerTested && process.env.TEST_REDIS_URL ? describe : describe.skip;

describeOnServers('while a service is out of reach', () => {
  let first: TestApp;
  let app: TestApp;
  let owner: Owner;
  let database: TcpProxy;
  let store: TcpProxy;

  beforeAll(async () => {
    first = await startApp();
    const { DATABASE_URL = '', REDIS_URL = '' } = first.shared.env;
    database = await startTcpProxy(portOf(DATABASE_URL));
    store = await startTcpProxy(portOf(REDIS_URL));
    const env = { DATABASE_URL: through(database, DATABASE_URL), REDIS_URL: through(store, REDIS_URL) };
    app = await startApp({ besides: first, env });
    owner = await signInOwner(app);
  });

  afterAll(async () => {
    await Promise.all([app.stop(), database.close(), store.close()]);
    await first.stop();
  });

  const outages = [
    { what: 'the database is stopped', proxy: () => database, begin: 'cut', calls: DATABASE_CALLS },
    { what: 'the database falls silent', proxy: () => database, begin: 'hang', calls: DATABASE_CALLS },
    { what: 'the store is stopped', proxy: () => store, begin: 'cut', calls: STORE_CALLS },
    { what: 'the store falls silent', proxy: () => store, begin: 'hang', calls: STORE_CALLS },
  ] as const;

  it.each(outages)(
    'because $what, routes that need it answer SERVICE_UNAVAILABLE in time, others go on, and all recovers',
    async ({ proxy, begin, calls }) => {
      proxy()[begin]();
      const started = performance.now();
      const answers = await Promise.all(calls.map(send));
      expect(performance.now() - started).toBeLessThan(LONGEST_MS);
      answers.forEach((answer) => expectFailure(answer, 503, 'SERVICE_UNAVAILABLE'));
      for (const path of INDEPENDENT_PATHS) expect((await app.api.get(path)).status).toBe(200);

      proxy().restore();
      await eventually(async () => (await app.api.get('/health/ready')).status === 200, { withinMs: 15_000 });
      await eventually(async () => (await Promise.all(calls.map(send))).every(({ status }) => status < 500), {
        withinMs: 15_000,
      });
      expect((await owner.api.get('/cars/me')).body.car.id).toBe(owner.car.id);
    },
    60_000,
  );

  function send([method, path, body]: Call): Promise<Answer> {
    const api = owner.api.fromNewAddress();
    return body ? api.sendJson(method, path, body) : api.send(method, path);
  }
});
