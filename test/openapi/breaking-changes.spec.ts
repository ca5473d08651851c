import { readFileSync, readdirSync } from 'node:fs';
import { type Document, type Schema, findBreakingChanges } from './breaking-changes.js';

const RELEASES = 'docs/releases';

function read(path: string): Document & { info: { version: string } } {
  return JSON.parse(readFileSync(path, 'utf8')) as Document & { info: { version: string } };
}

/** The newest of the documents that releases have left. */
function lastRelease(): string {
  const names = readdirSync(RELEASES).filter((name) => /^openapi-\d+\.\d+\.\d+\.json$/.test(name));
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)!;
}

describe('openapi.json', () => {
  it('breaks nothing of the last release', () => {
    expect(findBreakingChanges(read(`${RELEASES}/${lastRelease()}`), read('openapi.json'))).toEqual([]);
  });

  it('has the version of the newest entry in the changelog', () => {
    const newest = /^## (\S+)/m.exec(readFileSync('CHANGELOG.md', 'utf8'))?.[1];
    expect(read('openapi.json').info.version).toBe(newest);
  });
});

const ROUTE = '/cars/{id}';

/** One route that takes and answers a car, with a parameter of each kind. */
function sample(): Document {
  const car = (): Schema => ({ $ref: '#/components/schemas/Car' });
  const saveCar = (): Schema => ({ $ref: '#/components/schemas/SaveCar' });
  const fields = (): Record<string, Schema> => ({
    plate: { type: 'string', minLength: 2, maxLength: 15 },
    template: { type: 'string', enum: ['modern', 'classic'] },
    year: { type: 'integer', minimum: 1900, nullable: true },
    fields: { type: 'object', additionalProperties: { type: 'string', maxLength: 200 } },
    tags: { type: 'array', items: { type: 'string' } },
    parent: { type: 'string' },
  });
  return {
    servers: [{ url: '/api/v1' }],
    paths: {
      [ROUTE]: {
        put: {
          operationId: 'saveCar',
          tags: ['Cars'],
          security: [{ bearer: [] }, {}],
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
            { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } },
          ],
          requestBody: { content: { 'application/json': { schema: saveCar() } } },
          responses: {
            200: { content: { 'application/json': { schema: car() } } },
            404: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } },
          },
        },
      },
    },
    components: {
      schemas: {
        SaveCar: { type: 'object', required: ['plate'], properties: fields() },
        Car: {
          type: 'object',
          required: ['plate', 'year'],
          properties: { ...fields(), next: car() },
        },
        Refusal: { type: 'object', properties: { code: { type: 'string', enum: ['NOT_FOUND'] } } },
      },
    },
  };
}

interface Sample {
  document: Document;
  /* eslint-disable-next-line @typescript-eslint/no-explicit-any -- each case changes another part of it. */
  put: any;
  sent: Record<string, Schema>;
  answered: Record<string, Schema>;
  schemas: Record<string, Schema>;
}

function breaksOf(change: (parts: Sample) => void): string[] {
  const document = sample();
  const { schemas } = document.components;
  const { put } = document.paths[ROUTE]!;
  change({ document, put, sent: schemas.SaveCar!.properties!, answered: schemas.Car!.properties!, schemas });
  return findBreakingChanges(sample(), document);
}

describe('a change that breaks clients is found:', () => {
  it.each<[string, (parts: Sample) => void]>([
    [`the document has another servers`, ({ document }) => (document.servers = [{ url: '/api/v2' }])],
    [`PUT ${ROUTE} is gone`, ({ document }) => (document.paths = {})],
    [`PUT ${ROUTE} is gone`, ({ document }) => delete document.paths[ROUTE]!.put],
    [`PUT ${ROUTE} has another operationId`, ({ put }) => (put.operationId = 'storeCar')],
    [`PUT ${ROUTE} has another tag`, ({ put }) => (put.tags = ['Vehicles'])],
    [`PUT ${ROUTE} asks for a sign-in`, ({ put }) => (put.security = [{ bearer: [] }])],
    [`PUT ${ROUTE} no longer takes limit`, ({ put }) => put.parameters.pop()],
    [`PUT ${ROUTE} requires limit`, ({ put }) => (put.parameters[1].required = true)],
    [`PUT ${ROUTE} requires tz`, ({ put }) => put.parameters.push({ name: 'tz', in: 'query', required: true })],
    [`PUT ${ROUTE} limit has a tighter maximum`, ({ put }) => (put.parameters[1].schema.maximum = 50)],
    [`PUT ${ROUTE} requires a body`, ({ put }) => (put.requestBody.required = true)],
    [`PUT ${ROUTE} no longer takes a body`, ({ put }) => delete put.requestBody],
    [`PUT ${ROUTE} body is no longer application/json`, ({ put }) => (put.requestBody.content = {})],
    [`PUT ${ROUTE} has another status of success`, ({ put }) => (put.responses[201] = put.responses[200])],
    [`PUT ${ROUTE} 200 is no longer application/json`, ({ put }) => (put.responses[200].content = {})],
    [`PUT ${ROUTE} 200 may be text/csv`, ({ put }) => (put.responses[200].content['text/csv'] = {})],
    [
      `PUT ${ROUTE} 200 has another named schema`,
      ({ put }) => (put.responses[200].content['application/json'].schema.$ref = '#/components/schemas/SaveCar'),
    ],
    ['SaveCar.tags is gone', ({ sent }) => delete sent.tags],
    ['SaveCar.template is required', ({ schemas }) => schemas.SaveCar!.required!.push('template')],
    ['SaveCar.plate has a tighter minLength', ({ sent }) => (sent.plate!.minLength = 3)],
    ['SaveCar.plate has a tighter maxLength', ({ sent }) => (sent.plate!.maxLength = 10)],
    ['SaveCar.parent has a tighter maxLength', ({ sent }) => (sent.parent!.maxLength = 10)],
    ['SaveCar.plate has another pattern', ({ sent }) => (sent.plate!.pattern = '^KA')],
    ['SaveCar.plate has another format', ({ sent }) => (sent.plate!.format = 'email')],
    ['SaveCar.year has another type', ({ sent }) => (sent.year!.type = 'number')],
    ['SaveCar.year refuses null', ({ sent }) => delete sent.year!.nullable],
    ['SaveCar.template has lost classic', ({ sent }) => sent.template!.enum!.pop()],
    ['SaveCar.parent is an enum no more, or has become one', ({ sent }) => (sent.parent!.enum = ['a'])],
    [
      'SaveCar.fields.* has a tighter maxLength',
      ({ sent }) => (sent.fields!.additionalProperties = { type: 'string', maxLength: 9 }),
    ],
    ['SaveCar.fields has another kind of values', ({ sent }) => delete sent.fields!.additionalProperties],
    ['SaveCar.tags[] has another type', ({ sent }) => (sent.tags!.items = { type: 'integer' })],
    ['Car.plate is gone', ({ answered }) => delete answered.plate],
    ['Car.plate may be absent', ({ schemas }) => schemas.Car!.required!.shift()],
    ['Car.plate may be null', ({ answered }) => (answered.plate!.nullable = true)],
    ['Car.template has lost classic', ({ answered }) => answered.template!.enum!.pop()],
    ['Car.template is an enum no more, or has become one', ({ answered }) => delete answered.template!.enum],
    ['Car.next has another named schema', ({ answered }) => (answered.next = { type: 'string' })],
    ['Refusal.code is gone', ({ schemas }) => delete schemas.Refusal!.properties!.code],
  ])('%s', (expected, change) => {
    expect(breaksOf(change)).toContain(expected);
  });
});

describe('a change that clients bear with is let through:', () => {
  it.each<[string, (parts: Sample) => void]>([
    ['no change', () => undefined],
    ['a new route', ({ document }) => (document.paths['/vans'] = { get: {} })],
    ['a new parameter that may be left out', ({ put }) => put.parameters.push({ name: 'tz', in: 'query' })],
    ['a new request field that may be left out', ({ sent }) => (sent.colour = { type: 'string' })],
    ['a request field that need not be sent any more', ({ schemas }) => (schemas.SaveCar!.required = [])],
    ['a wider bound', ({ sent }) => (sent.plate!.maxLength = 20)],
    ['a bound that is no more', ({ sent }) => delete sent.plate!.maxLength],
    ['a request field that may be null', ({ sent }) => (sent.plate!.nullable = true)],
    [
      'a new response field',
      ({ schemas }) => {
        schemas.Car!.properties!.colour = { type: 'string' };
        schemas.Car!.required!.push('colour');
      },
    ],
    ['a response field that is always there', ({ schemas }) => schemas.Car!.required!.push('tags')],
    ['a response field that is null no more', ({ answered }) => delete answered.year!.nullable],
    ['a new value of an enum', ({ answered }) => answered.template!.enum!.push('neon')],
    ['a new error code', ({ schemas }) => schemas.Refusal!.properties!.code!.enum!.push('GONE')],
    ['a refusal that cannot happen any more', ({ put }) => delete put.responses[404]],
    ['another description', ({ answered }) => (answered.plate!.description = 'The plate.')],
    ['a route that needs no sign-in any more', ({ put }) => (put.security = [])],
  ])('%s', (_name, change) => {
    expect(breaksOf(change)).toEqual([]);
  });
});
