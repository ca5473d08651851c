import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { Answer } from '../support/api-client.js';
import { type TestApp, startApp } from '../support/start-app.js';

interface Variable {
  key: string;
  value: string;
}

interface Item {
  name: string;
  request: {
    method: string;
    auth?: { type: string };
    header: Variable[];
    url: { raw: string; query: (Variable & { disabled: boolean })[]; variable: Variable[] };
    body?: { raw: string };
  };
}

interface Collection {
  auth: { bearer: [Variable] };
  event: [{ script: { exec: string[] } }];
  variable: Variable[];
  item: { name: string; item: Item[] }[];
}

/** As much of Postman as the collection needs: it fills in variables, sends, and runs the collection's script. */
class Postman {
  private readonly variables: Map<string, string>;

  constructor(
    private readonly collection: Collection,
    private readonly app: TestApp,
  ) {
    this.variables = new Map(collection.variable.map(({ key, value }) => [key, value]));
    this.variables.set('origin', '');
  }

  get items(): Item[] {
    return this.collection.item.flatMap(({ item }) => item);
  }

  async send(name: string, change = (body: string): string => body): Promise<Answer> {
    const { request } = this.items.find((item) => item.name === name)!;
    const sent = request.url.query.filter((parameter) => !parameter.disabled);
    const query = new URLSearchParams(Object.fromEntries(sent.map(({ key, value }) => [key, value]))).toString();
    const path = this.fill(request.url.raw).replace(/:(\w+)/g, (_, key: string) =>
      encodeURIComponent(request.url.variable.find((variable) => variable.key === key)!.value),
    );
    const token = this.fill(this.collection.auth.bearer[0].value);
    const client = request.auth?.type === 'noauth' ? this.app.api : this.app.api.as({ token });
    const answer = await client
      .fromNewAddress()
      .send(
        request.method,
        query ? `${path}?${query}` : path,
        request.body && change(this.fill(request.body.raw)),
        Object.fromEntries(request.header.map(({ key, value }) => [key, value])),
      );
    this.runScript(answer);
    return answer;
  }

  private fill(text: string): string {
    const filled = text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => this.variables.get(key) ?? '');
    return filled === text ? text : this.fill(filled);
  }

  private runScript({ headers, body }: Answer): void {
    const pm = {
      response: { headers: { get: (name: string) => headers.get(name) }, json: () => body },
      collectionVariables: { set: (key: string, value: string) => this.variables.set(key, value) },
    };
    runInNewContext(this.collection.event[0].script.exec.join('\n'), { pm });
  }
}

describe('the collection', () => {
  let folder: string;
  let app: TestApp;
  let postman: Postman;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'carqr-collection-'));
    const file = join(folder, 'collection.json');
    execFileSync(process.execPath, ['clients/postman/make.mjs', file]);
    app = await startApp();
    postman = new Postman(JSON.parse(readFileSync(file, 'utf8')) as Collection, app);
  });

  afterAll(async () => {
    await app.stop();
    rmSync(folder, { recursive: true });
  });

  it('has every operation of the document, once', () => {
    const documented = readFileSync('openapi.json', 'utf8').match(/(?<="operationId": ")\w+/g)!;
    expect(postman.items.map(({ name }) => name).sort()).toEqual(documented.sort());
  });

  it('signs in with nothing but the code to type, and stays signed in', async () => {
    await postman.send('requestCode');
    const [phone] = [...(await app.api.get('/dev/outbox')).body.messages].map(({ to }: { to: string }) => to);
    const code = app.inbox.codeFor(phone!);
    const signIn = await postman.send('verifyCode', (body) => body.replace(/"otp": "\d+"/, `"otp": "${code}"`));
    expect([signIn.status, signIn.body.isNewUser]).toEqual([200, true]);
    expect((await postman.send('getMe')).body.user.phone).toBe(phone);
    expect((await postman.send('refreshTokens')).status).toBe(200);
    expect((await postman.send('getMe')).status).toBe(200);
  });

  it('sends nothing that the server cannot read', async () => {
    const unread: string[] = [];
    for (const { name, request } of postman.items) {
      if (request.body && name !== 'logout') {
        const { body } = await postman.send(name);
        if (['VALIDATION_FAILED', 'INVALID_REQUEST', 'INVALID_PHONE', 'UNAUTHORIZED'].includes(body.code as string)) {
          unread.push(`${name}: ${JSON.stringify(body)}`);
        }
      }
    }
    expect(unread).toEqual([]);
  });

  it('reaches the routes that have no prefix', async () => {
    expect((await postman.send('getLiveness')).status).toBe(200);
  });
});
