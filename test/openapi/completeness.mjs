// What our document owes to those who read it, beside what the linter asks for. There are no exceptions.

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
/** Any of these bounds a text. */
const TEXT_BOUNDS = ['format', 'enum', 'pattern', 'maxLength'];

/**
 * Says what the document leaves out: one sentence each, none for a complete document.
 *
 * Every operation has a summary, a description, a tag that is explained, an example of its request, of its success and
 * of each refusal. Every parameter and every field has a description and bounds, or is of a named type that is described.
 */
export function findOmissions(document) {
  const schemas = document.components.schemas;
  const omissions = [];
  const require = (condition, where, what) => {
    if (!condition) omissions.push(`${where} has no ${what}`);
  };

  function checkValue(schema, where) {
    if (schema.$ref) {
      const name = schema.$ref.split('/').at(-1);
      if (schemas[name]?.enum) require(schemas[name].description, name, 'description');
      return;
    }
    if (schema.type === 'string') require(TEXT_BOUNDS.some((bound) => bound in schema), where, 'bound of its length');
    if (schema.type === 'integer' || schema.type === 'number') {
      require('minimum' in schema, where, 'minimum');
      require('maximum' in schema, where, 'maximum');
    }
    if (schema.type === 'array') checkValue(schema.items, `an item of ${where}`);
    if (typeof schema.additionalProperties === 'object') checkValue(schema.additionalProperties, `a value of ${where}`);
  }

  function checkField(schema, where) {
    if (!schema.$ref) require(schema.description, where, 'description');
    checkValue(schema, where);
  }

  function checkContent(content, where) {
    for (const [mediaType, media] of Object.entries(content ?? {})) {
      // A form has the example of the same request in JSON; nobody reads the bytes of a file.
      const isReadable = mediaType === 'application/json' || mediaType.startsWith('text/');
      if (isReadable) require(media.example !== undefined || media.examples, `${where} as ${mediaType}`, 'example');
    }
  }

  function checkOperation(operation, where) {
    require(operation.summary, where, 'summary');
    require(operation.description, where, 'description');
    require(operation.tags?.some((tag) =>
      document.tags.some(({ name }) => name === tag),
    ), where, 'tag that is explained');
    for (const { name, description, schema } of operation.parameters ?? []) {
      require(description, `${where} ${name}`, 'description');
      checkValue(schema, `${where} ${name}`);
    }
    checkContent(operation.requestBody?.content, `${where} request`);
    for (const [status, response] of Object.entries(operation.responses)) {
      require(response.description, `${where} ${status}`, 'description');
      checkContent(response.content, `${where} ${status}`);
    }
  }

  for (const { name, description } of document.tags) require(description, `the tag ${name}`, 'description');
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS.filter((it) => item[it])) {
      checkOperation(item[method], `${method.toUpperCase()} ${path}`);
    }
  }
  for (const [name, schema] of Object.entries(schemas)) {
    for (const [field, value] of Object.entries(schema.properties ?? {})) checkField(value, `${name}.${field}`);
  }
  return [...new Set(omissions)];
}
