import { readFileSync } from 'node:fs';
import { deprecationHeaders } from '../../libs/http/src/deprecation.js';
import { signInOwner } from '../support/people.js';
import { type TestApp, startApp } from '../support/start-app.js';

interface Operation {
  deprecated?: boolean;
  responses: Record<string, { headers?: Record<string, { schema: { example: string } }> }>;
}

describe('a deprecated route', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  it('answers with the date that the document gives, and its successor with none', async () => {
    const { api } = await signInOwner(app);
    const [old, current] = [
      await api.put('/users/template', { templateId: 'classic' }),
      await api.put('/users/me/template', { templateId: 'classic' }),
    ];
    expect([old.status, current.status]).toEqual([200, 200]);
    expect(current.headers.get('deprecation')).toBeNull();
    const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
      paths: Record<string, Record<string, Operation>>;
    };
    const documented = paths['/users/template']!.put!;
    expect(documented.deprecated).toBe(true);
    expect(old.headers.get('deprecation')).toBe(documented.responses[200]!.headers!.Deprecation!.schema.example);
    expect(old.headers.get('sunset')).toBeNull();
  });

  it('tells the moment as RFC 9745 and RFC 8594 write it', () => {
    expect(deprecationHeaders({ since: '2026-11-22', sunset: '2027-11-22' })).toEqual({
      Deprecation: '@1795305600',
      Sunset: 'Mon, 22 Nov 2027 00:00:00 GMT',
    });
  });
});
