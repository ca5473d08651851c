import { HttpCode, type Type, applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConsumes,
  ApiExtraModels,
  ApiOperation,
  ApiProperty,
  ApiResponse,
  ApiSecurity,
  getSchemaPath,
} from '@nestjs/swagger';
import { type Access, AdminOnly, OptionalAuth, Public } from './access.decorators.js';
import { CommonErrors, type ErrorDefinition } from './app-error.js';
import { type Deprecation, describeDeprecation, sendDeprecation } from './deprecation.js';
import { ErrorResponse } from './error-response.dto.js';
import { IpLimit } from './ip-limit.guard.js';
import type { RequestLimit } from './request-limits.js';

export interface EndpointOptions {
  summary: string;
  description?: string;
  /** Who may call it; only the signed-in when absent. */
  access?: Access;
  /** The class of the answer's envelope, or the media types of an answer without one. */
  answer: Type | string | readonly string[];
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
    ...contentOf(options.answer),
  };
  return applyDecorators(
    HttpCode(statuses[0] ?? 200),
    ApiOperation({
      summary: options.summary,
      ...(options.description && { description: options.description }),
      ...(options.deprecated && { deprecated: true }),
    }),
    ApiConsumes('application/json', 'application/x-www-form-urlencoded'),
    ...statuses.map((status) => ApiResponse({ ...answer, status })),
    ...(options.deprecated ? sendDeprecation(options.deprecated) : []),
    ...accessDecorators(options.access),
    ...(options.limit ? [IpLimit(options.limit)] : []),
    ApiErrors(...errorsOf(options)),
  );
}

function contentOf(
  answer: EndpointOptions['answer'],
): { type: Type } | { content: Record<string, { schema: object }> } {
  if (typeof answer === 'function') return { type: answer };
  const content = [answer].flat().map((mediaType) => [mediaType, { schema: schemaOf(mediaType) }]);
  return { content: Object.fromEntries(content) as Record<string, { schema: object }> };
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

function errorsOf({ access, limit, errors = [] }: EndpointOptions): ErrorDefinition[] {
  return [
    ...(access === 'public' ? [] : [CommonErrors.UNAUTHORIZED]),
    ...(access === 'admin' ? [CommonErrors.FORBIDDEN] : []),
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
    requestId: '01938a5e-7c11-7abc-8def-012345678901',
    ...((status === 429 || status === 503) && { retryAfter: 30 }),
  };
}

/** The `success: true` of an answer's envelope. */
export const SuccessProperty = (): PropertyDecorator =>
  ApiProperty({ type: Boolean, enum: [true], description: 'Always true.', example: true });

/** The envelope of an answer that is a sentence. */
export class MessageEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ description: 'What has been done, as a sentence.', example: 'You are signed out.' })
  message!: string;
}
