import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Settings } from '@app/config';
import { publicDocument } from './public-document.js';

/** Swagger UI needs inline styles; otherwise only its own files are allowed. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A finder pattern of a QR symbol. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="#fff" d="M0 0h9v9H0z"/>' +
  '<path fill="none" stroke="#0b3d91" d="M1.5 1.5h6v6h-6z"/><path fill="#0b3d91" d="M3 3h3v3H3z"/></svg>';

/** Hides Swagger's bar, which repeats the page's heading. */
const STYLE = '.swagger-ui .topbar { display: none }';

/**
 * Serves Swagger UI at /docs and the document at /openapi.json and /openapi.yaml, unless DOCS turns them off. The document
 * is created for the first request that asks for it.
 */
export function serveDocs(app: NestFastifyApplication, createDocument: () => OpenAPIObject, settings: Settings): void {
  if (!settings.hasDocs) return;
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onSend', (request, reply, _payload, done) => {
    if (/^\/docs(?:[/?]|$)/.test(request.url)) reply.header('content-security-policy', DOCS_POLICY);
    // Swagger sets content types without a charset.
    const type = String(reply.getHeader('content-type'));
    if (/^(?:text\/(?:html|yaml)|application\/javascript)$/.test(type)) {
      reply.header('content-type', `${type}; charset=utf-8`);
    }
    done();
  });
  SwaggerModule.setup('docs', app, () => withOutbox(publicDocument(createDocument()), settings), {
    customSiteTitle: 'CarQR API',
    customfavIcon: `data:image/svg+xml;base64,${Buffer.from(ICON).toString('base64')}`,
    customCss: STYLE,
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    swaggerOptions: {
      deepLinking: true,
      displayRequestDuration: true,
      // Keep tokens out of the browser's storage.
      persistAuthorization: false,
      tryItOutEnabled: true,
    },
  });
}

/** Points developers to the dev mailbox for codes that are not really sent. */
function withOutbox(document: OpenAPIObject, settings: Settings): OpenAPIObject {
  if (!settings.hasDevOutbox) return document;
  const hint =
    'To try it here: send `requestCode`, read the code in [the dev mailbox](/dev/outbox.html), send `verifyCode` with it, ' +
    'and give its `token` to Authorize.';
  return { ...document, info: { ...document.info, description: `${document.info.description}\n\n${hint}` } };
}
