import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { CommonErrors, errorResponse } from '@app/http';

const BODY_ERRORS = [
  CommonErrors.INVALID_REQUEST,
  CommonErrors.PAYLOAD_TOO_LARGE,
  CommonErrors.UNSUPPORTED_MEDIA_TYPE,
];
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** The OpenAPI document of the application, with its keys in a stable order. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('CarQR API')
    .setDescription('A QR sticker in the window lets anyone reach the owner of a car.')
    .setVersion('1.0.0')
    .setLicense('Proprietary', 'https://carqr.in/terms')
    .addServer('/api/v1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The `token` of a sign-in.' })
    .addTag('Auth', 'Signing in by code or password, sessions and their tokens.')
    .addTag('Users', 'The caller’s account.')
    .addTag('Cars', 'The caller’s car, and what a scanner sees of it.')
    .addTag('Scans', 'Who asked for an owner.')
    .addTag('Payments', 'Premium.')
    .addTag('Service', 'About the server itself.')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_controller, method) => method,
  });
  addBodyErrors(document);
  return sortKeys(document) as OpenAPIObject;
}

/** Whatever reads a body may find it broken, too large or of the wrong kind. */
function addBodyErrors(document: OpenAPIObject): void {
  for (const path of Object.values(document.paths)) {
    for (const operation of METHODS.map((method) => path[method])) {
      if (!operation?.requestBody) continue;
      for (const definition of BODY_ERRORS) {
        const { status, ...response } = errorResponse(definition.status, [definition]);
        operation.responses[status] = response;
      }
    }
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sortKeys(child)]));
}
