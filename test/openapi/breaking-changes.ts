/** As much of an OpenAPI 3.0 document as the comparison reads. */
export interface Document {
  servers?: { url: string }[];
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, Schema> };
}

export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  nullable?: boolean;
  enum?: unknown[];
  pattern?: string;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: boolean | Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  [bound: string]: unknown;
}

type Content = Record<string, { schema?: Schema }>;

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
}

interface Operation {
  operationId: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { content?: Content }>;
}

/** Whether a schema describes what clients send, or what they are sent. */
type Direction = 'request' | 'response';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
/** A client's types depend on these, so that every change of one breaks somebody, whichever way it goes. */
const IDENTITY = ['$ref', 'type', 'format', 'allOf', 'oneOf', 'anyOf'];
const LOWER_BOUNDS = ['minLength', 'minimum', 'minItems', 'minProperties'];
const UPPER_BOUNDS = ['maxLength', 'maximum', 'maxItems', 'maxProperties'];

/**
 * Says what of `before` a client may have relied upon that `after` no longer keeps, one sentence each.
 *
 * Routes, optional request fields, response fields, error codes and enum values may be added: docs/versioning.md asks
 * clients to bear with them.
 */
export function findBreakingChanges(before: Document, after: Document): string[] {
  return new Comparison(before, after).run();
}

class Comparison {
  private readonly breaks: string[] = [];
  /** Pairs of named schemas that have been compared, since schemas may contain themselves. */
  private readonly compared = new Set<string>();

  constructor(
    private readonly before: Document,
    private readonly after: Document,
  ) {}

  run(): string[] {
    this.expectSame('the document', 'servers', this.before.servers, this.after.servers);
    for (const [path, operations] of Object.entries(this.before.paths)) {
      const now = this.after.paths[path];
      this.expectSame(path, 'servers', operations.servers, now?.servers);
      for (const method of METHODS.filter((name) => operations[name])) {
        const where = `${method.toUpperCase()} ${path}`;
        if (!now?.[method]) this.add(where, 'is gone');
        else this.compareOperations(where, operations[method] as Operation, now[method] as Operation);
      }
    }
    return [...new Set(this.breaks)];
  }

  private add(where: string, problem: string): void {
    this.breaks.push(`${where} ${problem}`);
  }

  private expectSame(where: string, what: string, before: unknown, after: unknown): void {
    if (JSON.stringify(before) !== JSON.stringify(after)) this.add(where, `has another ${what}`);
  }

  private compareOperations(where: string, before: Operation, after: Operation): void {
    // Generated clients name their methods and classes after these.
    this.expectSame(where, 'operationId', before.operationId, after.operationId);
    this.expectSame(where, 'tag', before.tags?.[0], after.tags?.[0]);
    if (isOpen(before) && !isOpen(after)) this.add(where, 'asks for a sign-in');
    this.compareParameters(where, before.parameters ?? [], after.parameters ?? []);
    this.compareBodies(where, before.requestBody, after.requestBody);
    this.compareResponses(where, before.responses, after.responses);
  }

  private compareParameters(where: string, before: Parameter[], after: Parameter[]): void {
    const find = (among: Parameter[], like: Parameter): Parameter | undefined =>
      among.find((parameter) => parameter.name === like.name && parameter.in === like.in);
    for (const parameter of before) {
      const now = find(after, parameter);
      if (!now) this.add(where, `no longer takes ${parameter.name}`);
      else this.compareSchemas(`${where} ${parameter.name}`, 'request', parameter.schema, now.schema);
    }
    for (const parameter of after) {
      if (parameter.required && !find(before, parameter)?.required) this.add(where, `requires ${parameter.name}`);
    }
  }

  private compareBodies(where: string, before: Operation['requestBody'], after: Operation['requestBody']): void {
    if (after?.required && !before?.required) this.add(where, 'requires a body');
    if (before && !after) this.add(where, 'no longer takes a body');
    if (before && after) this.compareContents(`${where} body`, 'request', before.content, after.content);
  }

  private compareResponses(where: string, before: Operation['responses'], after: Operation['responses']): void {
    const successes = (responses: Operation['responses']): string[] =>
      Object.keys(responses).filter((status) => status < '400');
    this.expectSame(where, 'status of success', successes(before).sort(), successes(after).sort());
    for (const [status, response] of Object.entries(before)) {
      const now = after[status];
      if (now) this.compareContents(`${where} ${status}`, 'response', response.content ?? {}, now.content ?? {});
    }
  }

  private compareContents(where: string, direction: Direction, before: Content, after: Content): void {
    for (const [type, media] of Object.entries(before)) {
      const now = after[type];
      if (!now) this.add(where, `is no longer ${type}`);
      else this.compareSchemas(where, direction, media.schema, now.schema);
    }
    const added = Object.keys(after).filter((type) => !before[type]);
    if (direction === 'response' && added.length > 0) this.add(where, `may be ${added.join(', ')}`);
  }

  private compareSchemas(where: string, direction: Direction, before?: Schema, after?: Schema): void {
    if (!before || !after) {
      if (before !== after) this.add(where, 'has another schema');
      return;
    }
    for (const key of IDENTITY) this.expectSame(where, key === '$ref' ? 'named schema' : key, before[key], after[key]);
    const name = nameOf(before.$ref);
    if (name && name === nameOf(after.$ref)) {
      this.compareNamed(name, direction);
      return;
    }
    this.compareValues(where, direction, before, after);
    this.compareProperties(where, direction, before, after);
    this.compareParts(where, direction, before, after);
  }

  private compareNamed(name: string, direction: Direction): void {
    const pair = `${direction} ${name}`;
    if (this.compared.has(pair)) return;
    this.compared.add(pair);
    const { [name]: before } = this.before.components.schemas;
    this.compareSchemas(name, direction, before, this.after.components.schemas[name]);
  }

  private compareValues(where: string, direction: Direction, before: Schema, after: Schema): void {
    const [wide, narrow] = direction === 'request' ? [before, after] : [after, before];
    if (wide.nullable && !narrow.nullable) this.add(where, direction === 'request' ? 'refuses null' : 'may be null');
    if (Boolean(before.enum) !== Boolean(after.enum)) this.add(where, 'is an enum no more, or has become one');
    const gone = (before.enum ?? []).filter((value) => after.enum && !after.enum.includes(value));
    if (gone.length > 0) this.add(where, `has lost ${gone.join(', ')}`);
    if (direction === 'response') return;
    if (after.pattern !== undefined && after.pattern !== before.pattern) this.add(where, 'has another pattern');
    const tighter = [
      ...LOWER_BOUNDS.filter((key) => boundOf(after, key, -Infinity) > boundOf(before, key, -Infinity)),
      ...UPPER_BOUNDS.filter((key) => boundOf(after, key, Infinity) < boundOf(before, key, Infinity)),
    ];
    if (tighter.length > 0) this.add(where, `has a tighter ${tighter.join(', ')}`);
  }

  private compareProperties(where: string, direction: Direction, before: Schema, after: Schema): void {
    for (const [name, schema] of Object.entries(before.properties ?? {})) {
      const now = after.properties?.[name];
      if (!now) this.add(`${where}.${name}`, 'is gone');
      else this.compareSchemas(`${where}.${name}`, direction, schema, now);
    }
    const [fewer, more] = direction === 'request' ? [before, after] : [after, before];
    for (const name of more.required ?? []) {
      const isKept = (direction === 'request' || after.properties?.[name]) && !fewer.required?.includes(name);
      if (isKept) this.add(`${where}.${name}`, direction === 'request' ? 'is required' : 'may be absent');
    }
  }

  private compareParts(where: string, direction: Direction, before: Schema, after: Schema): void {
    if (before.items ?? after.items) this.compareSchemas(`${where}[]`, direction, before.items, after.items);
    const [values, valuesNow] = [before.additionalProperties, after.additionalProperties];
    if (typeof values === 'object' && typeof valuesNow === 'object') {
      this.compareSchemas(`${where}.*`, direction, values, valuesNow);
    } else this.expectSame(where, 'kind of values', values, valuesNow);
  }
}

/** Whether somebody who is not signed in may call it. */
function isOpen({ security = [] }: Operation): boolean {
  return security.length === 0 || security.some((schemes) => Object.keys(schemes).length === 0);
}

function nameOf($ref: string | undefined): string | undefined {
  return $ref?.split('/').at(-1);
}

function boundOf(schema: Schema, key: string, otherwise: number): number {
  return typeof schema[key] === 'number' ? schema[key] : otherwise;
}
