import { HttpCode, type Type, applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConsumes,
  ApiExtraModels,
  ApiOperation,
  ApiResponse,
  ApiSecurity,
  getSchemaPath,
} from '@nestjs/swagger';
import { EXAMPLE_ID, SuccessProperty, TextProperty } from './answer-fields.js';
import { type Access, AdminOnly, FreshOnly, OptionalAuth, Public } from './access.decorators.js';
import { CommonErrors, type ErrorDefinition } from './app-error.js';
import { type Deprecation, describeDeprecation, sendDeprecation } from './deprecation.js';
import { ErrorResponse } from './error-response.dto.js';
import { IpLimit } from './ip-limit.guard.js';
import type { RequestLimit } from './request-limits.js';

export interface EndpointOptions {
  summary: string;
  /** When to use it, and what happens then. Limits by address and the need of being an admin are told by themselves. */
  description: string;
  /** Who may call it; only the signed-in when absent. */
  access?: Access;
  /** Only for a session in which a one-time code was given in the last ten minutes. */
  fresh?: boolean;
  /** The class of the answer's envelope, or the media types of an answer without one. */
  answer: Type | string | readonly string[];
  /** An example of the answer, where its fields do not make one. */
  example?: string | object;
  /** An older spelling: its answers tell when it became one, and when it goes. */
  deprecated?: Deprecation;
  /** 200 unless said otherwise; a route that may answer with either documents both. */
  status?: 200 | 201 | readonly (200 | 201)[];
  /** How often one address may call it. */
  limit?: RequestLimit;
  /** What it may refuse with, beside what every route may. */
  errors?: readonly ErrorDefinition[];
}

/** Says all there is to say about a route at once, to the guards and to the OpenAPI document. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const statuses = [options.status ?? 200].flat() as number[];
  const answer = {
    description: options.summary,
    ...(options.deprecated && { headers: describeDeprecation(options.deprecated) }),
    ...contentOf(options),
  };
  return applyDecorators(
    HttpCode(statuses[0] ?? 200),
    ApiOperation({
      summary: options.summary,
      description: describe(options),
      ...(options.deprecated && { deprecated: true }),
    }),
    ApiConsumes('application/json', 'application/x-www-form-urlencoded'),
    ...statuses.map((status) => ApiResponse({ ...answer, status })),
    ...(options.deprecated ? sendDeprecation(options.deprecated) : []),
    ...accessDecorators(options.access),
    ...(options.fresh ? [FreshOnly()] : []),
    ...(options.limit ? [IpLimit(options.limit)] : []),
    ApiErrors(...errorsOf(options)),
  );
}

function describe({ description, access, fresh, limit }: EndpointOptions): string {
  return [
    description,
    ...(access === 'admin'
      ? ['For admins alone, in a session in which both a code and the password were given in the last 12 hours.']
      : []),
    ...(fresh ? ['Needs a code that was given in this session in the last 10 minutes.'] : []),
    ...(limit ? [describeLimit(limit, 'an IP address')] : []),
  ].join(' ');
}

/** Says in a description how often something may be asked for, where nobody changed that with RATE_LIMIT_FACTOR. */
export function describeLimit({ max, windowSeconds }: RequestLimit, subject: string): string {
  return `At most ${max} requests in ${describeDuration(windowSeconds)} for ${subject}.`;
}

function describeDuration(seconds: number): string {
  const units = [
    { name: 'day', length: 86_400 },
    { name: 'hour', length: 3600 },
    { name: 'minute', length: 60 },
  ];
  const { name, length } = units.find((unit) => seconds % unit.length === 0) ?? { name: 'second', length: 1 };
  const count = seconds / length;
  return count === 1 ? `any ${name}` : `any ${count} ${name}s`;
}

type Media = Record<string, { schema: object; example?: unknown }>;

function contentOf({ answer, example }: EndpointOptions): { type: Type } | { content: Media } {
  if (typeof answer === 'function') return { type: answer };
  const content = [answer].flat().map((mediaType) => [mediaType, { schema: schemaOf(mediaType), example }]);
  return { content: Object.fromEntries(content) as Media };
}

/** A JSON document without an envelope has no fixed fields; a file that is no text is bytes. */
function schemaOf(mediaType: string): object {
  if (mediaType === 'application/json') return { type: 'object', additionalProperties: true };
  return mediaType.startsWith('text/') ? { type: 'string' } : { type: 'string', format: 'binary' };
}

function accessDecorators(access: Access | undefined): (MethodDecorator & ClassDecorator)[] {
  switch (access) {
    case 'public':
      return [Public()];
    case 'optional':
      return [OptionalAuth(), ApiBearerAuth(), ApiSecurity({})];
    case 'admin':
      return [AdminOnly(), ApiBearerAuth()];
    case undefined:
      return [ApiBearerAuth()];
  }
}

function errorsOf({ access, fresh, limit, errors = [] }: EndpointOptions): ErrorDefinition[] {
  return [
    ...(access === 'public' ? [] : [CommonErrors.UNAUTHORIZED]),
    ...(access === 'admin' ? [CommonErrors.FORBIDDEN] : []),
    ...(fresh || access === 'admin' ? [CommonErrors.REAUTHENTICATION_REQUIRED] : []),
    ...(limit ? [CommonErrors.RATE_LIMITED] : []),
    ...errors,
    CommonErrors.SERVER_ERROR,
    CommonErrors.SERVICE_UNAVAILABLE,
  ];
}

/** Documents the refusals of a route, one response a status with an example for each code. */
export function ApiErrors(...errors: readonly ErrorDefinition[]): MethodDecorator & ClassDecorator {
  const unique = [...new Set(errors)];
  const statuses = [...new Set(unique.map((error) => error.status))];
  const responses = statuses.map((status) =>
    errorResponse(
      status,
      unique.filter((error) => error.status === status),
    ),
  );
  return applyDecorators(ApiExtraModels(ErrorResponse), ...responses.map((response) => ApiResponse(response)));
}

/** The OpenAPI response of one status, which a client tells apart by `code`. */
export function errorResponse(
  status: number,
  definitions: readonly ErrorDefinition[],
): { status: number; description: string; content: Record<string, object> } {
  const examples = definitions.map((definition) => [definition.code, { value: exampleOf(definition) }]);
  return {
    status,
    description: definitions.map(({ code }) => `\`${code}\``).join(', '),
    content: {
      'application/json': {
        schema: { $ref: getSchemaPath(ErrorResponse) },
        examples: Object.fromEntries(examples) as object,
      },
    },
  };
}

function exampleOf({ code, message, status }: ErrorDefinition): object {
  return {
    success: false,
    error: message,
    code,
    message,
    requestId: EXAMPLE_ID,
    ...(code === CommonErrors.REAUTHENTICATION_REQUIRED.code && {
      details: [{ field: 'otp', message: 'otp must be given again' }],
    }),
    ...((status === 429 || status === 503) && { retryAfter: 30 }),
  };
}

/** The envelope of an answer that is a sentence. */
export class MessageEnvelope {
  @SuccessProperty()
  success!: true;

  @TextProperty({ max: 200, description: 'What has been done, as a sentence.', example: 'It is done.' })
  message!: string;
}
