import { requireDocumented } from '../support/documented-answers.js';
import { listDocuments, readBlocks } from '../support/documents.mjs';
import { type TestApp, startApp } from '../support/start-app.js';

/** What of an answer is another each time. */
const withoutId = (body: object): object => ({ ...body, requestId: 'any' });

describe('the answers in the documents', () => {
  const blocks = listDocuments()
    .flatMap(readBlocks)
    .filter(({ language, note }) => language === 'json' && note.startsWith('answer'));
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it.each(blocks)('are what the server gives: $document, $note', async ({ note, text }) => {
    const [, method = '', path = '', status] = /^answer: (\w+) (\S+) (\d{3})$/.exec(note) ?? [];
    const body = JSON.parse(text) as object;
    const headers = new Headers({ 'content-type': 'application/json' });
    requireDocumented(method, path, { status: Number(status), headers, text, body });
    const answer = await app.api.send(method, path);
    expect(answer.status).toBe(Number(status));
    expect(withoutId(body)).toEqual(withoutId(answer.body));
  });
});
