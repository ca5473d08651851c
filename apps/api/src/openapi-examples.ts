import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Content = NonNullable<Extract<Operation['requestBody'], { content: unknown }>['content']>;
type Media = Content[string];
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Schemas[string];

const JSON_TYPE = 'application/json';

/** Composes missing examples of JSON requests and success responses from the examples of their fields. */
export function addExamples(operation: Operation, schemas: Schemas): void {
  const { requestBody, responses } = operation;
  if (requestBody && 'content' in requestBody) addExample(requestBody.content[JSON_TYPE], schemas);
  for (const [status, response] of Object.entries(responses)) {
    if (Number(status) < 400 && response && 'content' in response) addExample(response.content?.[JSON_TYPE], schemas);
  }
}

function addExample(media: Media | undefined, schemas: Schemas): void {
  if (media?.schema) media.example ??= exampleOf(media.schema, schemas);
}

/** An example value of a schema; a field's own example overrides its class's. */
function exampleOf(schema: Schema, schemas: Schemas): unknown {
  if ('$ref' in schema) {
    const named = schemas[schema.$ref.split('/').at(-1) ?? ''];
    return named && exampleOf(named, schemas);
  }
  const [whole] = schema.allOf ?? [];
  if (whole) return merge(exampleOf(whole, schemas), schema.example);
  if (schema.example !== undefined) return schema.example;
  if (schema.type === 'object') return exampleOfFields(schema.properties ?? {}, schemas);
  if (schema.type === 'array') return schema.items && [exampleOf(schema.items, schemas)];
  if (schema.type === 'boolean') return true;
  return schema.default ?? (schema.enum as unknown[] | undefined)?.[0];
}

/** Leaves out deprecated fields. */
function exampleOfFields(properties: Record<string, Schema>, schemas: Schemas): object {
  const fields = Object.entries(properties).filter(([, schema]) => !('deprecated' in schema && schema.deprecated));
  return Object.fromEntries(fields.map(([name, schema]) => [name, exampleOf(schema, schemas)]));
}

function merge(composed: unknown, own: unknown): unknown {
  if (own === undefined) return composed;
  const areObjects = [composed, own].every((value) => typeof value === 'object' && value !== null);
  return areObjects ? { ...(composed as object), ...(own as object) } : own;
}
