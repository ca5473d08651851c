import { readFileSync } from 'node:fs';
import type { Answer } from '../support/api-client.js';
import { requireDocumented } from '../support/documented-answers.js';
import { checkoutResult, sign } from '../support/payments.js';
import { parkNotice } from '../support/parked-notices.js';
import { type Person, makeAdmin, newPhone, signIn, signInOwner } from '../support/people.js';
import { newEmail } from '../support/signing-in.js';
import { type TestApp, startApp } from '../support/start-app.js';

type Content = Record<string, { example?: object; examples?: Record<string, { value: object }> }>;

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; schema: { example?: unknown } }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}

interface DocumentedOperation extends Operation {
  method: string;
  path: string;
}

const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
};
const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
const operations: DocumentedOperation[] = Object.entries(paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => (item[method] ? [{ ...item[method], method: method.toUpperCase(), path }] : [])),
);

/** What stands in an example for something that only a server at work knows. */
interface Real {
  as?: Pick<Person, 'token'>;
  /** Fields of the body; undefined leaves one out. */
  body?: object;
  /** Of the path. */
  id?: string;
  headers?: (body: string) => Record<string, string>;
}

describe('the examples of openapi.json', () => {
  const succeeded: string[] = [];
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  /** Sends the example of an operation and expects that it succeeds; the client holds the answer to the document. */
  async function call(operationId: string, { as, body, id, headers }: Real = {}): Promise<Answer> {
    const operation = operations.find((it) => it.operationId === operationId)!;
    const example = operation.requestBody?.content['application/json']?.example;
    const text = example && JSON.stringify({ ...example, ...body });
    const query = (operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'query' && parameter.schema.example !== undefined)
      .map(({ name, schema }): [string, string] => [name, String(schema.example)]);
    const path = operation.path.replace(/\{\w+\}/, id ?? '');
    const client = app.api.fromNewAddress().as(as ? { token: as.token } : {});
    const search = new URLSearchParams(query).toString();
    const answer = await client.send(operation.method, search ? `${path}?${search}` : path, text, {
      ...(text && { 'content-type': 'application/json', ...headers?.(text) }),
    });
    expect([operationId, [200, 201].includes(answer.status), answer.body?.code]).toEqual([
      operationId,
      true,
      undefined,
    ]);
    succeeded.push(operationId);
    return answer;
  }

  it('are requests that succeed, once their ids, codes and tokens are real', async () => {
    const email = newEmail();
    const phone = newPhone();
    const sent = await call('requestCode', { body: { phone } });
    const code = { phone, email, otp: app.inbox.codeFor(phone), sessionId: sent.body.sessionId };
    const { body: signedIn } = await call('verifyCode', { body: code });
    const refreshed = await call('refreshTokens', { body: { refreshToken: signedIn.refreshToken } });
    const me = { token: refreshed.body.token as string };
    await call('verifyMyEmail', { as: me, body: { code: await app.inbox.codeMailedTo(email) } });
    await call('getMe', { as: me });
    const changed = newEmail();
    await call('updateMe', { as: me, body: { email: changed } });
    app.clock.advance({ minutes: 1 });
    await call('resendMyEmailCode', { as: me });
    for (const operationId of ['chooseMyTemplate', 'chooseMyTemplateByOldName']) await call(operationId, { as: me });
    const moved = newPhone();
    const change = (await call('requestPhoneCode', { as: me, body: { phone: moved } })).body;
    await call('verifyPhone', { as: me, body: { otp: app.inbox.codeFor(moved), sessionId: change.sessionId } });
    await call('setMyPassword', { as: me, body: { currentPassword: undefined } });
    await call('loginWithPassword', { body: { phone: moved, email: undefined } });
    const proof = { otp: undefined, sessionId: undefined, password: 'correct horse battery' };
    await call('reauthenticate', { as: me, body: proof });
    await call('removeMyPassword', { as: me });

    const { car } = (await call('saveMyCar', { as: me })).body;
    await call('getMyCar', { as: me });
    for (const operationId of ['getCar', 'replaceCar', 'updateCar']) await call(operationId, { as: me, id: car.id });
    await call('lookUpCar', { id: car.qrCode });
    const { activity } = (await call('submitScan', { body: { carId: car.id } })).body;
    for (const operationId of ['listMyScans', 'getMyScanStats', 'exportMyScans']) await call(operationId, { as: me });
    for (const operationId of ['listCarScans', 'listCarScansByOldName'])
      await call(operationId, { as: me, id: car.id });
    await call('markScan', { as: me, id: activity.id });

    const { qr } = (await call('generateSticker', { as: me, body: { carId: car.id } })).body;
    await call('listMyStickers', { as: me });
    for (const operationId of ['getSticker', 'downloadSticker']) await call(operationId, { id: qr.id });
    const rotated = await call('rotateCode', { as: me, id: qr.id });
    await call('changeSticker', { as: me, id: rotated.body.qr.id });

    await call('listPlans');
    const { orderId } = (await call('createPayment', { as: me })).body;
    const paid = checkoutResult(app.settings, orderId);
    await call('verifyPayment', { as: me, body: paid });
    const secret = app.settings.razorpay.webhookSecret;
    await call('receiveWebhook', { headers: (body) => ({ 'x-razorpay-signature': sign(body, secret) }) });
    await call('listMyPayments', { as: me });

    const admin = await signIn(app);
    await makeAdmin(app, admin);
    const other = await signInOwner(app);
    await call('findAccount', { as: admin, body: { phone: other.phone } });
    for (const operationId of ['getAccount', 'changeAccount', 'endSessions'])
      await call(operationId, { as: admin, id: other.id });
    for (const operationId of ['getCode', 'changeCode']) await call(operationId, { as: admin, id: car.qrCode });
    await call('listAdminActs', { as: admin });
    const parked = await parkNotice(app);
    await call('listParkedNotifications', { as: admin });
    await call('retryNotification', { as: admin, id: parked.id });
    for (const operationId of ['getAppConfig', 'getLiveness', 'getReadiness', 'getMetrics']) await call(operationId);

    await call('exportMyData', { as: me });
    app.clock.advance({ minutes: 1 });
    await signIn(app, { phone: moved });
    const { sessions } = (await call('listMySessions', { as: me })).body;
    const elsewhere = sessions.find((session: { current: boolean }) => !session.current);
    await call('endMySession', { as: me, id: elsewhere.id });
    await call('deleteCar', { as: me, id: car.id });
    await call('logout', { as: me });
    app.clock.advance({ minutes: 1 });
    await call('deleteMe', { as: await signIn(app, { phone: moved }) });

    expect([...new Set(succeeded)].sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
  });

  it('are answers as their schemas describe them', () => {
    const checked = operations.flatMap(({ method, path, responses }) =>
      Object.entries(responses).flatMap(([status, { content }]) => {
        const { example, examples = {} } = content?.['application/json'] ?? {};
        const bodies = [...(example ? [example] : []), ...Object.values(examples).map(({ value }) => value)];
        const headers = new Headers({ 'content-type': 'application/json' });
        for (const body of bodies) requireDocumented(method, path, { status: Number(status), headers, body, text: '' });
        return bodies;
      }),
    );
    expect(checked.length).toBeGreaterThan(operations.length);
  });
});
