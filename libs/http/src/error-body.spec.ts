import { BadRequestException, ForbiddenException, HttpException, NotFoundException } from '@nestjs/common';
import { AppError, CommonErrors, invalidFields, rateLimited } from './app-error.js';
import { toAppError, toErrorBody } from './error-body.js';

const withCode = (code: string, rest: object = {}): Error => Object.assign(new Error('in words'), { code, ...rest });

describe('what was thrown becomes', () => {
  it.each([
    [new ForbiddenException('words of Nest'), 'FORBIDDEN'],
    [new NotFoundException('Cannot GET /x'), 'NOT_FOUND'],
    [new BadRequestException('words of Nest'), 'INVALID_REQUEST'],
    [new HttpException('gone', 410), 'INVALID_REQUEST'],
    [new HttpException('odd', 302), 'SERVER_ERROR'],
    [withCode('FST_ERR_CTP_BODY_TOO_LARGE', { statusCode: 413 }), 'PAYLOAD_TOO_LARGE'],
    [withCode('FST_ERR_CTP_INVALID_MEDIA_TYPE', { statusCode: 415 }), 'UNSUPPORTED_MEDIA_TYPE'],
    [withCode('FST_ERR_CTP_INVALID_CONTENT_LENGTH', { statusCode: 400 }), 'INVALID_REQUEST'],
    [withCode('PROVIDER_SAYS_NO', { statusCode: 403 }), 'SERVER_ERROR'],
    [withCode('ECONNREFUSED'), 'SERVICE_UNAVAILABLE'],
    [withCode('POOL_ACQUIRE_TIMEOUT'), 'SERVICE_UNAVAILABLE'],
    [new Error('Command timed out'), 'SERVICE_UNAVAILABLE'],
    [new TypeError('x is not a function'), 'SERVER_ERROR'],
    [Object.assign(new Error('connection'), { driverError: withCode('ECONNRESET') }), 'SERVICE_UNAVAILABLE'],
    ['a text', 'SERVER_ERROR'],
    [undefined, 'SERVER_ERROR'],
  ])('%p: %s', (thrown, code) => {
    const error = toAppError(thrown);
    expect(error.definition.code).toBe(code);
    expect(toErrorBody(error, 'some-request')).toMatchObject({ success: false, code, requestId: 'some-request' });
    expect(JSON.stringify(toErrorBody(error, 'some-request'))).not.toMatch(/words|Nest|GET/);
  });

  it('itself when it is a refusal already', () => {
    const refusal = new AppError(CommonErrors.FORBIDDEN, { carId: 'x' });
    expect(toAppError(refusal)).toBe(refusal);
  });
});

describe('the body of a refusal', () => {
  it('has no place for what is meant for the log', () => {
    const { message } = CommonErrors.FORBIDDEN;
    expect(toErrorBody(new AppError(CommonErrors.FORBIDDEN, { carId: 'x', phone: 'y' }), 'some-request')).toEqual({
      success: false,
      error: message,
      code: 'FORBIDDEN',
      message,
      requestId: 'some-request',
    });
  });

  it('names the fields at fault', () => {
    const details = [{ field: 'carModel', message: 'carModel must be 1 to 100 characters' }];
    expect(toErrorBody(invalidFields(...details), 'some-request').details).toEqual(details);
  });

  it('tells in whole seconds when to come back', () => {
    expect(toErrorBody(rateLimited(0.2, 'x'), 'some-request').retryAfter).toBe(1);
    expect(toErrorBody(toAppError(withCode('ECONNREFUSED')), 'some-request').retryAfter).toBeGreaterThan(0);
  });
});
