import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Swagger UI brings inline styles of its own; nothing but its own files may be loaded. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; font-src 'self'; frame-ancestors 'none'";

/** Serves Swagger UI at /docs and the document at /openapi.json and /openapi.yaml. */
export function serveDocs(app: NestFastifyApplication, document: OpenAPIObject): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onSend', (request, reply, _payload, done) => {
    if (request.url === '/docs' || request.url.startsWith('/docs/') || request.url.startsWith('/docs?')) {
      reply.header('content-security-policy', DOCS_POLICY);
    }
    done();
  });
  SwaggerModule.setup('docs', app, document, {
    customSiteTitle: 'CarQR API',
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
  });
}
