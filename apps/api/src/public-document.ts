import type { OpenAPIObject } from '@nestjs/swagger';

const ADMIN_ROUTE = /^\/admin(?:\/|$)/;
const ADMIN_TAG = 'Admin';

/** The served document: without the admin routes and the schemas that only they use. */
export function publicDocument(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.fromEntries(Object.entries(document.paths).filter(([route]) => !ADMIN_ROUTE.test(route)));
  const tags = document.tags?.filter(({ name }) => name !== ADMIN_TAG);
  const all = document.components?.schemas ?? {};
  const needed = namesOfSchemas(paths, all);
  const schemas = Object.fromEntries(Object.entries(all).filter(([name]) => needed.has(name)));
  return { ...document, paths, tags, components: { ...document.components, schemas } };
}

/** The names of all schemas referenced directly or indirectly. */
function namesOfSchemas(start: unknown, schemas: Readonly<Record<string, unknown>>): Set<string> {
  const found = new Set<string>();
  const waiting = [start];
  while (waiting.length > 0) {
    const text = JSON.stringify(waiting.pop());
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      waiting.push(schemas[name]);
    }
  }
  return found;
}
