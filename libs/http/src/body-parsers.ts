import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type IParseOptions, parse } from 'qs';
import { AppError, CommonErrors } from './app-error.js';
import { renameReserved } from './reserved-names.js';

/** No valid request nests deeper than a map inside an object; code that recurses over a body relies on this limit. */
const MAX_DEPTH = 8;
const MAX_FORM_FIELDS = 100;

const FORM_OPTIONS: IParseOptions<true> & { decoder: NonNullable<IParseOptions['decoder']> } = {
  depth: 1,
  parameterLimit: MAX_FORM_FIELDS,
  arrayLimit: 0,
  // So that a name such as toString becomes an own field, as in JSON.
  allowPrototypes: true,
  // qs silently drops this one name; the other is reserved as well.
  decoder: (text, decode, charset, type) => {
    const decoded = (decode as (text: string, decoder: undefined, charset: string) => string)(text, undefined, charset);
    return type === 'key' ? decoded.replace('[__proto__]', '[constructor]') : decoded;
  },
};

/** For `@RouteConfig()`: the route gets the body's raw bytes, because the signature covers them. */
export const RAW_BODY = { hasRawBody: true };

/** For `@RouteConfig()`: the route ignores its body, and accepts `multipart/form-data` too. */
export const IGNORED_BODY = { isBodyIgnored: true };

declare module 'fastify' {
  interface FastifyContextConfig {
    hasRawBody?: boolean;
    isBodyIgnored?: boolean;
  }
}

/** Parses JSON and URL-encoded forms into plain objects and rejects everything else. */
export function installBodyParsers(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('ignore', 'ignore');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (wantsBytes(request)) {
      done(null, bytes);
      return;
    }
    const text = readText(bytes as Buffer);
    if (text === null) {
      done(new AppError(CommonErrors.INVALID_REQUEST));
    } else if (text === '') {
      // An empty body means no fields: clients send the header with every request.
      done(null, {});
    } else {
      void parseJson(request, text, (error, body) => {
        if (error) done(error);
        else if (isObject(body) && eachObject(body, renameReserved)) done(null, body);
        else done(new AppError(CommonErrors.INVALID_REQUEST));
      });
    }
  });
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (wantsBytes(request)) {
      done(null, bytes);
      return;
    }
    const text = readText(bytes as Buffer);
    if (text === null) {
      done(new AppError(CommonErrors.INVALID_REQUEST));
      return;
    }
    const body = parse(text, FORM_OPTIONS);
    eachObject(body, renameReserved);
    done(null, body);
  });
  server.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (request, _bytes, done) => {
    if (request.routeOptions.config.isBodyIgnored === true) done(null, {});
    else done(new AppError(CommonErrors.UNSUPPORTED_MEDIA_TYPE));
  });
}

function wantsBytes(request: FastifyRequest): boolean {
  return request.routeOptions.config.hasRawBody === true;
}

/** @returns null for invalid UTF-8: replacing the bad bytes would store text that was never sent */
function readText(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}

function isObject(body: unknown): body is object {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

/**
 * Visits an object and all nested ones, without recursion: a body of 100 kB can nest deeper than the stack.
 *
 * @returns false when they nest deeper than any request does
 */
function eachObject(root: object, visit: (object: object) => void): boolean {
  let level: object[] = [root];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return false;
    level.forEach(visit);
    level = level.flatMap((parent) =>
      Object.values(parent).filter((child): child is object => typeof child === 'object' && child !== null),
    );
  }
  return true;
}
