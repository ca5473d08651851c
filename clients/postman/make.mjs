// Makes a collection for Postman, Bruno and whatever else reads Postman's format 2.1, of openapi.json:
//
//   npm run collection              writes dist/carqr.postman_collection.json
//   npm run collection -- FILE      writes FILE
//
// Its variables `origin` and `token` say which server it talks to and as whom. The tokens and ids that an answer gives are
// kept in variables and used from there: after "requestCode" and "verifyCode" everything else is signed in.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** What later requests need of earlier answers. */
const REMEMBERED = ['token', 'refreshToken', 'sessionId'];
const REMEMBER = [
  'const answer = /json/.test(pm.response.headers.get("content-type")) ? pm.response.json() : {};',
  `for (const name of ${JSON.stringify(REMEMBERED)}) if (answer[name]) pm.collectionVariables.set(name, answer[name]);`,
];

const document = JSON.parse(readFileSync('openapi.json', 'utf8'));

function resolve(schema) {
  return schema.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)] : schema;
}

/** A value as the schema describes it, of the examples that it gives. */
function exampleOf(given, name = '') {
  const schema = resolve(given);
  if (REMEMBERED.includes(name)) return `{{${name}}}`;
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([field, value]) => [field, exampleOf(value, field)]),
      );
    case 'array':
      return [exampleOf(schema.items)];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    default:
      return schema.format === 'date-time' ? '2026-01-01T00:00:00Z' : 'text';
  }
}

function toRequest(path, method, operation, servers) {
  const steps = path.slice(1).split('/');
  const parameters = operation.parameters ?? [];
  const of = (place) => parameters.filter((parameter) => parameter.in === place);
  const described = ({ name, description = '', schema }) => ({ key: name, value: `${exampleOf(schema)}`, description });
  const base = servers ? '{{origin}}' : '{{baseUrl}}';
  const route = steps.map((step) => step.replace(/^\{(.+)\}$/, ':$1'));
  const content = operation.requestBody?.content['application/json'];
  return {
    method: method.toUpperCase(),
    description: operation.description ?? operation.summary,
    // Whoever may be signed in is; only a route that knows nothing of signing in goes without.
    ...(operation.security.length === 0 && { auth: { type: 'noauth' } }),
    header: content ? [{ key: 'Content-Type', value: 'application/json' }] : [],
    url: {
      raw: `${base}/${route.join('/')}`,
      host: [base],
      path: route,
      query: of('query').map((parameter) => ({ ...described(parameter), disabled: !parameter.required })),
      variable: of('path').map(described),
    },
    ...(content && {
      body: {
        mode: 'raw',
        raw: JSON.stringify(exampleOf(content.schema), null, 2),
        options: { raw: { language: 'json' } },
      },
    }),
  };
}

function makeCollection() {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ path, method, item, operation: item[method] })),
  );
  const folders = document.tags.map(({ name, description }) => ({
    name,
    description,
    item: operations
      .filter(({ operation }) => operation.tags[0] === name)
      .map(({ path, method, item, operation }) => ({
        name: operation.operationId,
        request: toRequest(path, method, operation, item.servers),
      })),
  }));
  const variables = { origin: 'http://localhost:3000', baseUrl: `{{origin}}${document.servers[0].url}` };
  for (const name of REMEMBERED) variables[name] = '';
  return {
    info: {
      name: `${document.info.title} ${document.info.version}`,
      description: document.info.description,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: REMEMBER } }],
    variable: Object.entries(variables).map(([key, value]) => ({ key, value, type: 'string' })),
    item: folders,
  };
}

const file = process.argv[2] ?? 'dist/carqr.postman_collection.json';
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(makeCollection(), null, 2)}\n`);
console.log(`${file}: import it, and set its variable origin where the server is not at http://localhost:3000.`);
