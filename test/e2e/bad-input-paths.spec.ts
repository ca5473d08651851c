import { makeAdmin, signIn } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PATHS: [method: string, path: string, code: string][] = [
  ['DELETE', '/auth/sessions/:id', 'SESSION_NOT_FOUND'],
  ['GET', '/cars/:id', 'CAR_NOT_FOUND'],
  ['PATCH', '/cars/:id', 'CAR_NOT_FOUND'],
  ['DELETE', '/cars/:id', 'CAR_NOT_FOUND'],
  ['GET', '/cars/:id/scans', 'CAR_NOT_FOUND'],
  ['PATCH', '/scans/:id', 'SCAN_NOT_FOUND'],
  ['GET', '/cars/qr/:id', 'QR_NOT_FOUND'],
  ['GET', '/qr/:id', 'QR_NOT_FOUND'],
  ['GET', '/qr/:id/download', 'QR_NOT_FOUND'],
  ['PATCH', '/qr/:id', 'QR_NOT_FOUND'],
  ['POST', '/qr/:id/rotate', 'QR_NOT_FOUND'],
  ['GET', '/admin/users/:id', 'USER_NOT_FOUND'],
  ['GET', '/admin/qr/:id', 'QR_NOT_FOUND'],
  ['POST', '/admin/notifications/:id/retry', 'NOT_FOUND'],
];
const IDS = ['%00', 'a%00b', '%F0%9F%9A%97', '%27%20OR%201=1--', '..%2F..%2Fetc', 'x'.repeat(300)];

describe('an id in a path', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  it.each(PATHS)('that is none, in %s %s, is one that does not exist', async (method, path, code) => {
    const person = await signIn(app);
    await makeAdmin(app, person);
    const { api } = person;
    for (const id of IDS) {
      const answer = await api.send(method, path.replace(':id', id));
      expect({ id, status: answer.status, code: answer.body.code }).toEqual({ id, status: 404, code });
    }
  });
});
