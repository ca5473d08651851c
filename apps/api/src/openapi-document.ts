import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { CommonErrors, type ErrorDefinition, ErrorResponse, errorResponse, isUnprefixed } from '@app/http';
import { addExamples } from './openapi-examples.js';

type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Responses = OperationObject['responses'];

/** Any request may be broken; one with a body may also be too large or of the wrong kind. */
const REQUEST_ERRORS = [CommonErrors.INVALID_REQUEST];
const BODY_ERRORS = [...REQUEST_ERRORS, CommonErrors.PAYLOAD_TOO_LARGE, CommonErrors.UNSUPPORTED_MEDIA_TYPE];
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

const DESCRIPTION = `A QR sticker in the window lets anyone reach the owner of a car.

Success is 200, or 201 where something was created, and \`{ "success": true, ... }\`. Every failure is an \`ErrorResponse\`:
decide by its \`code\`, show its \`message\`. Sign in with \`POST /auth/otp/request\` and \`POST /auth/otp/verify\`, and
send the \`token\` of the answer as a bearer token. Lists come in pages: give the \`nextCursor\` of one as the \`cursor\` of
the next. A route that is limited answers 429 with \`Retry-After\`, in seconds.`;

/** The OpenAPI document of the application, with its keys in a stable order. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('CarQR API')
    .setDescription(DESCRIPTION)
    .setVersion('1.1.0')
    .setLicense('Proprietary', 'https://carqr.in/terms')
    .addServer('/api/v1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The `token` of a sign-in.' })
    .addTag('Auth', 'The way in, for every app: signing in by code or password, sessions and their tokens.')
    .addTag('Users', 'The caller’s account: profile, e-mail address, preferences, erasure and export.')
    .addTag('Cars', 'The caller’s car, and what a scanner sees of it.')
    .addTag('QR', 'Stickers and the codes on them: made, printed, replaced and withdrawn.')
    .addTag('Scans', 'Who asked for an owner: left by scanners, read by owners.')
    .addTag('Payments', 'Premium: plans, orders, and what Razorpay tells of them.')
    .addTag('Admin', 'Support: what admins see and do, all of it on record.')
    .addTag('Service', 'About the server itself, for apps and for those who run it.')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_controller, method) => method,
  });
  for (const [route, path] of Object.entries(document.paths)) {
    if (isUnprefixed(route)) path.servers = [{ url: '/' }];
    for (const operation of METHODS.map((method) => path[method])) {
      if (!operation) continue;
      addExamples(operation, document.components?.schemas ?? {});
      addErrors(operation, operation.requestBody ? BODY_ERRORS : REQUEST_ERRORS);
      // A route without a security requirement is open, and says so.
      operation.security ??= [];
      // A header that a client is to give is described; others are sent by clients and caches of their own accord.
      operation.parameters = operation.parameters?.filter(
        (it) => !('in' in it) || it.in !== 'header' || it.description,
      );
    }
  }
  nameErrorCodes(document);
  return normalize(document) as OpenAPIObject;
}

/** Adds to what the route itself documents for the same status. */
function addErrors({ responses }: OperationObject, definitions: readonly ErrorDefinition[]): void {
  for (const definition of definitions) {
    const { status, content } = errorResponse(definition.status, [definition]);
    const examples = { ...examplesOf(responses[status]), ...examplesOf({ description: '', content }) };
    responses[status] = {
      description: Object.keys(examples)
        .map((code) => `\`${code}\``)
        .join(', '),
      content: { 'application/json': { ...content['application/json'], examples } },
    };
  }
}

/** The examples of a refusal; their names are its codes. */
function examplesOf(response: Responses[string]): Record<string, object> {
  const media = response && 'content' in response ? response.content?.['application/json'] : undefined;
  return media?.examples ?? {};
}

/** Gives the codes of refusals a schema of their own, so that a generated client can tell them apart by name. */
function nameErrorCodes({ paths, components }: OpenAPIObject): void {
  const operations = Object.values(paths).flatMap((path) => METHODS.map((method) => path[method]));
  const refusals = operations.flatMap((operation) =>
    Object.entries(operation?.responses ?? {}).filter(([status]) => Number(status) >= 400),
  );
  const documented = refusals.flatMap(([, response]) => Object.keys(examplesOf(response)));
  const error = components?.schemas?.[ErrorResponse.name];
  if (!components?.schemas || !error || !('properties' in error) || !error.properties) return;
  components.schemas.ErrorCode = {
    type: 'string',
    description: 'Why a request was refused.',
    enum: [...new Set([...Object.keys(CommonErrors), ...documented])].sort(),
  };
  error.properties.code = { $ref: '#/components/schemas/ErrorCode' };
}

/** Keys in order, and a reference as it is where Nest wraps it to say more of it than OpenAPI 3.0 lets one say. */
function normalize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalize);
  if (typeof value !== 'object' || value === null) return value;
  if ('allOf' in value && Array.isArray(value.allOf) && value.allOf.length === 1) return normalize(value.allOf[0]);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, normalize(child)]));
}
