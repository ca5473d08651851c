import { signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

describe('stickers on two instances', () => {
  let first: TestApp;
  let second: TestApp;

  beforeAll(async () => {
    first = await startApp();
    second = await startApp({ besides: first });
  });

  afterAll(async () => {
    await second.stop();
    await first.stop();
  });

  const make = async () => {
    const owner = await signInOwner(first);
    const { body } = await owner.api.post('/qr/generate', { size: '3x3', format: 'svg' });
    return { owner, sticker: body.qr };
  };
  const statusesOf = async (code: string) => {
    const callers = [first, second].map(({ api }) => api.fromNewAddress());
    const answers = await Promise.all(callers.flatMap((api) => [api.get(`/cars/qr/${code}`), api.get(`/S/${code}`)]));
    return answers.map(({ status }) => status);
  };

  it('withdraws a code on both at once', async () => {
    const { owner, sticker } = await make();
    expect(await statusesOf(sticker.code)).toEqual([200, 200, 200, 200]);
    await owner.api.patch(`/qr/${sticker.id}`, { active: false });
    expect(await statusesOf(sticker.code)).toEqual([404, 404, 404, 404]);
  });

  it('rotates a code on both at once', async () => {
    const { owner, sticker } = await make();
    expect(await statusesOf(sticker.code)).toEqual([200, 200, 200, 200]);
    const { body } = await owner.api.post(`/qr/${sticker.id}/rotate`);
    expect(await statusesOf(sticker.code)).toEqual([404, 404, 404, 404]);
    expect(await statusesOf(body.qr.code)).toEqual([200, 200, 200, 200]);
  });

  it('makes one sticker of the same request to both at the same moment', async () => {
    const owner = await signInOwner(first);
    const elsewhere = second.api.as({ token: owner.token });
    const request = { size: '3x3', format: 'svg', placement: 'rear window' };
    const callers = [owner.api, elsewhere, owner.api, elsewhere];
    const answers = await Promise.all(callers.map((api) => api.post('/qr/generate', request)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.qr.id)).size).toBe(1);
    expect(new Set(answers.map(({ body }) => body.qr.code)).size).toBe(1);
  });
});
