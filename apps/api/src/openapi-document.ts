import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { CommonErrors, type ErrorDefinition, ErrorResponse, errorResponse, isUnprefixed } from '@app/http';
import { addExamples } from './openapi-examples.js';

type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Responses = OperationObject['responses'];

/** Errors that every request can get, and those of requests with a body. */
const REQUEST_ERRORS = [CommonErrors.INVALID_REQUEST];
const BODY_ERRORS = [...REQUEST_ERRORS, CommonErrors.PAYLOAD_TOO_LARGE, CommonErrors.UNSUPPORTED_MEDIA_TYPE];
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

const DESCRIPTION = `A QR sticker in the window lets anyone reach the owner of a car.

Success is 200, or 201 where something was created, and \`{ "success": true, ... }\`. Every failure is an \`ErrorResponse\`:
branch on its \`code\`, show its \`message\`. Sign in with \`POST /auth/otp/request\` and \`POST /auth/otp/verify\`, and
send the \`token\` of the response as a bearer token. Lists are paginated: send the \`nextCursor\` of one page as the
\`cursor\` of the next. Above a rate limit the response is 429 with \`Retry-After\`, in seconds.`;

/** The OpenAPI document of the application, with its keys in a stable order. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('CarQR API')
    .setDescription(DESCRIPTION)
    .setVersion('1.1.0')
    .setLicense('Proprietary', 'https://carqr.in/terms')
    .addServer('/api/v1')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'The `token` of the sign-in response.',
    })
    .addTag('Auth', 'Sign-in by code or password, sessions and tokens.')
    .addTag('Users', 'The caller’s account: profile, e-mail address, preferences, erasure and export.')
    .addTag('Cars', 'The caller’s car, and the look-up for scanners.')
    .addTag('QR', 'Stickers and their codes: make, print, replace and withdraw.')
    .addTag('Scans', 'Messages to owners: submitted by scanners, read by owners.')
    .addTag('Payments', 'Premium: plans, orders and Razorpay webhooks.')
    .addTag('Admin', 'Support routes for admins; all actions are recorded in the audit log.')
    .addTag('Service', 'The server itself, for apps and operators.')
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
      // An explicit empty list marks public routes.
      operation.security ??= [];
      // Keep only described headers: clients and caches send the others by themselves.
      operation.parameters = operation.parameters?.filter(
        (it) => !('in' in it) || it.in !== 'header' || it.description,
      );
    }
  }
  nameErrorCodes(document);
  return normalize(document) as OpenAPIObject;
}

/** Adds the errors to those that the route documents for the same status. */
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

/** The examples of an error response, by error code. */
function examplesOf(response: Responses[string]): Record<string, object> {
  const media = response && 'content' in response ? response.content?.['application/json'] : undefined;
  return media?.examples ?? {};
}

/** Gives the error codes a schema of their own, so that generated clients get an enum. */
function nameErrorCodes({ paths, components }: OpenAPIObject): void {
  const operations = Object.values(paths).flatMap((path) => METHODS.map((method) => path[method]));
  const errors = operations.flatMap((operation) =>
    Object.entries(operation?.responses ?? {}).filter(([status]) => Number(status) >= 400),
  );
  const documented = errors.flatMap(([, response]) => Object.keys(examplesOf(response)));
  const error = components?.schemas?.[ErrorResponse.name];
  if (!components?.schemas || !error || !('properties' in error) || !error.properties) return;
  components.schemas.ErrorCode = {
    type: 'string',
    description: 'Why a request failed.',
    enum: [...new Set([...Object.keys(CommonErrors), ...documented])].sort(),
  };
  error.properties.code = { $ref: '#/components/schemas/ErrorCode' };
}

/** Sorts keys, and unwraps references that Nest puts into a single `allOf`. */
function normalize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalize);
  if (typeof value !== 'object' || value === null) return value;
  if ('allOf' in value && Array.isArray(value.allOf) && value.allOf.length === 1) return normalize(value.allOf[0]);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, normalize(child)]));
}
