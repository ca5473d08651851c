import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Answer } from './api-client.js';

interface OperationDocument {
  responses: Record<string, { content?: Record<string, object> }>;
}
type PathDocument = Partial<Record<string, OperationDocument>> & { servers?: [{ url: string }] };

interface ApiDocument {
  paths: Record<string, PathDocument>;
}

const DOCUMENT_ID = 'openapi';
const document = JSON.parse(readFileSync('openapi.json', 'utf8')) as ApiDocument;

/** An address may have letters of any script. */
const EMAIL = /^[^@\s]+@[^@\s]+$/u;
const PREFIX = '/api/v1';

const ajv = addFormats
  .default(new Ajv({ strict: false, allErrors: true }))
  .addFormat('email', EMAIL)
  .addSchema(closeObjects(document), DOCUMENT_ID);

const routes = Object.keys(document.paths)
  .map((template) => ({ template, pattern: toPattern(template) }))
  // A fixed segment wins over a parameter, as in the server's router.
  .sort((a, b) => parameterCount(a.template) - parameterCount(b.template));

/**
 * Holds an answer against openapi.json: its status, its media type, and every field of it, undocumented ones included.
 * What is no documented route (a developer's page, a wrong path, a wrong method) is left to the tests.
 *
 * @param path as it was asked for, with or without the prefix, with its query
 * @throws Error saying what the document does not know of
 */
export function requireDocumented(method: string, path: string, { status, headers, body }: Answer): void {
  const route = findRoute(path);
  const operation = route && document.paths[route]?.[method.toLowerCase()];
  if (!operation) return;
  const where = `${method} ${route} answered ${status}`;
  const response = operation.responses[status];
  if (!response) throw new Error(`${where}, which openapi.json does not document.`);
  const mediaType = headers.get('content-type')?.split(';')[0] ?? '';
  if (!response.content) return;
  if (!response.content[mediaType])
    throw new Error(`${where} as "${mediaType}", which openapi.json does not document.`);
  if (mediaType !== 'application/json') return;
  const validate = getValidator([
    'paths',
    route,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    mediaType,
    'schema',
  ]);
  if (!validate(body))
    throw new Error(
      `${where} with what openapi.json does not say: ${ajv.errorsText(validate.errors, { dataVar: 'body' })}`,
    );
}

function getValidator(steps: readonly string[]): ValidateFunction {
  const pointer = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  const validate = ajv.getSchema(`${DOCUMENT_ID}#/${pointer}`);
  if (!validate) throw new Error(`openapi.json has no schema at ${pointer}.`);
  return validate;
}

function findRoute(path: string): string | undefined {
  const asked = path.replace(/[?#].*$/s, '');
  const hasPrefix = asked.startsWith(`${PREFIX}/`);
  const bare = hasPrefix ? asked.slice(PREFIX.length) : asked;
  const route = routes.find(({ pattern }) => pattern.test(bare))?.template;
  const isUnprefixed = route !== undefined && document.paths[route]?.servers?.[0].url === '/';
  return hasPrefix && isUnprefixed ? undefined : route;
}

function toPattern(template: string): RegExp {
  const parts = template.split(/\{[^}]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}

function parameterCount(template: string): number {
  return template.split('{').length;
}

/** A field that the document does not name is an error, unless the document says that any may come. */
function closeObjects(value: unknown): object {
  return JSON.parse(JSON.stringify(value), (_key, child: unknown) => {
    const isOpen = typeof child === 'object' && child !== null && 'properties' in child && 'type' in child;
    return isOpen && !('additionalProperties' in child) ? { ...child, additionalProperties: false } : child;
  }) as object;
}
