import { type IncomingMessage, get } from 'node:http';
import { expectRefusal } from '../support/answers.js';
import { type Owner, signInOwner } from '../support/people.js';
import { scanRow } from '../support/rows.js';
import { makeFresh } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { eventually } from '../support/store-adapters.js';
import { ScansRepository } from '../../libs/scans/src/scans.repository.js';

/** Rows, of more than 3 kB each. */
const MOST_READ_AHEAD = 10_000;
const PATHS = ['/users/me/export', '/scans/export.csv'];

describe('exports', () => {
  let app: TestApp;
  let owner: Owner;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    owner = await signInOwner(app);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => app.stop());

  /** Makes the account's scans endless; tells how many were read. */
  const makeEndless = (): { read: () => number } => {
    let read = 0;
    const moment = app.clock.now();
    const scan = {
      ...scanRow(owner.car.id, moment),
      timestamp: moment,
      readAt: null,
      resolvedAt: null,
      notes: 'अ'.repeat(1000),
    };
    jest.spyOn(app.app.get(ScansRepository, { strict: false }), 'listPage').mockImplementation(() => {
      read += 500;
      return Promise.resolve({ rows: Array(500).fill(scan), total: 0, hasMore: true });
    });
    return { read: () => read };
  };

  /** Begins an export, and takes nothing of it but what the machine takes by itself. */
  const begin = (path: string, headers: object = {}): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const authorization = `Bearer ${owner.token}`;
      get(`${app.api.url}${path}`, { headers: { authorization, ...headers }, agent: false }, resolve).on(
        'error',
        reject,
      );
    });

  it('are five an hour for an account, both kinds together, and any number for others', async () => {
    for (let n = 0; n < 5; n++) expect((await owner.api.get(PATHS[n % 2]!)).status).toBe(200);
    for (const path of PATHS) {
      const refused = await owner.api.get(path);
      expectRefusal(refused, [429, 'RATE_LIMITED']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500);
    }
    const other = await signInOwner(app);
    expect((await other.api.get(PATHS[0]!)).status).toBe(200);
    app.clock.advance({ hours: 1 });
    await makeFresh(app, owner);
    expect((await owner.api.get(PATHS[0]!)).status).toBe(200);
  });

  it.each(PATHS)(
    '%s runs alone, reads no faster than its client, and frees its place when the client hangs up',
    async (path) => {
      const endless = makeEndless();
      const response = await begin(path);
      expect(response.statusCode).toBe(200);
      for (const other of PATHS) {
        const refused = await owner.api.get(other);
        expectRefusal(refused, [429, 'RATE_LIMITED']);
        expect(refused.headers.get('retry-after')).toBe('10');
      }
      // What the sockets hold, and no more.
      let before = -1;
      const stoodStill = (): Promise<boolean> => {
        const isStill = endless.read() === before;
        before = endless.read();
        return Promise.resolve(isStill);
      };
      await eventually(stoodStill, { pause: () => new Promise((resolve) => setTimeout(resolve, 300)) });
      expect(endless.read()).toBeLessThanOrEqual(MOST_READ_AHEAD);
      response.on('error', () => undefined);
      response.destroy();
      jest.restoreAllMocks();
      await eventually(async () => (await owner.api.get(PATHS[0]!)).status === 200);
    },
  );

  it('that are compressed free their place, too', async () => {
    makeEndless();
    const response = await begin(PATHS[0]!, { 'accept-encoding': 'gzip' });
    expect(response.headers['content-encoding']).toBe('gzip');
    expectRefusal(await owner.api.get(PATHS[1]!), [429, 'RATE_LIMITED']);
    response.on('error', () => undefined);
    response.destroy();
    await eventually(async () => {
      jest.restoreAllMocks();
      return (await owner.api.get(PATHS[1]!)).status === 200;
    });
  });

  it('begun at the same moment are one and refusals', async () => {
    makeEndless();
    const responses = await Promise.all([1, 2, 3, 4].map(() => begin(PATHS[0]!)));
    expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([200, 429, 429, 429]);
    for (const response of responses) response.on('error', () => undefined).destroy();
  });
});
