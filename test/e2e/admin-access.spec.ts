import { readFileSync } from 'node:fs';
import { expectFailure } from '../support/failures.js';
import { type Person, makeAdmin, signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { countAllRows } from '../support/stored-rows.js';

const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as { paths: Record<string, Record<string, object>> };

/** Every route of the document that is an admin's, with an id that there is not. */
const ROUTES = Object.entries(paths)
  .filter(([path]) => path.startsWith('/admin/'))
  .flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'servers')
      .map(
        (method) => [method.toUpperCase(), path.replace(/\{\w+\}/g, '01938a5e-7c11-7abc-8def-012345678901')] as const,
      ),
  );

describe('what is only for admins', () => {
  let app: TestApp;
  let person: Person;
  let admin: Person;

  beforeAll(async () => {
    app = await startApp();
    [person, admin] = [await signIn(app), await signIn(app)];
    await makeAdmin(app, admin);
  });
  afterAll(() => app.stop());

  it('is all that the document has', () => expect(ROUTES.length).toBeGreaterThanOrEqual(6));

  describe.each(ROUTES)('%s %s', (method, path) => {
    it('is forbidden to whoever is signed in, whatever they send', async () => {
      const before = await countAllRows(app);
      expectFailure(await person.api.send(method, path), 403, 'FORBIDDEN');
      const sent = { disabled: true, active: false, reason: 'x', phone: person.phone, role: 'admin' };
      if (method !== 'GET') expectFailure(await person.api.sendJson(method, path, sent), 403, 'FORBIDDEN');
      expectFailure(await person.api.send(method, `/api/v1${path}`), 403, 'FORBIDDEN');
      expect(await countAllRows(app)).toBe(before);
    });

    it('is closed to whoever is not signed in', async () => {
      expectFailure(await app.api.send(method, path), 401, 'UNAUTHORIZED');
      expectFailure(await app.api.as({ token: `${admin.token}x` }).send(method, path), 401, 'UNAUTHORIZED');
    });

    it('is open to an admin', async () => {
      const { status } = await admin.api.send(method, path);
      expect([200, 404, 422]).toContain(status);
    });

    it('is closed to who was an admin, with the next request', async () => {
      const former = await signIn(app);
      await makeAdmin(app, former);
      expect((await former.api.get('/admin/acts')).status).toBe(200);
      await app.dataSource.query("UPDATE users SET role = 'user' WHERE id = ?", [former.id]);
      expectFailure(await former.api.send(method, path), 403, 'FORBIDDEN');
    });
  });
});
