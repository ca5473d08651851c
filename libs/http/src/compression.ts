import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Below this, what compression saves fits into the packet that is sent anyway. */
const THRESHOLD_BYTES = 1024;
/** The OpenAPI document is served by Swagger's own routes. */
const DOCUMENT = /^\/openapi\.(?:json|yaml)$/;

/**
 * For `@RouteConfig()`: the response is compressed if the client takes that.
 *
 * Routes opt in, so that small and frequent responses don't pay for it. Opt in only where an attacker can't have somebody
 * else's browser fetch a secret together with text of the attacker's (BREACH): pages here use no cookies, and the API's
 * tokens travel in a header that no foreign page can set. Files with a strong ETag or byte ranges stay as they are.
 */
export const COMPRESSED = { isCompressed: true };

declare module 'fastify' {
  interface FastifyContextConfig {
    isCompressed?: boolean;
  }
}

/** Must be awaited before routes are registered: it hooks into their registration. */
export async function installCompression(server: FastifyInstance): Promise<void> {
  server.addHook('onRoute', (route) => {
    // With `false` a route gets no hook at all, and costs what it did before.
    route.compress = route.config?.isCompressed === true || DOCUMENT.test(route.url) ? {} : false;
  });
  await server.register(compress, {
    // Request bodies, too, are taken as they are.
    globalDecompression: false,
    threshold: THRESHOLD_BYTES,
    encodings: ['br', 'gzip'],
  });
}
