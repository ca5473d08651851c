import { isMissingFile, isS3Outage } from './s3-errors.js';

const answer = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error('answer'), { name, $metadata: { httpStatusCode } });
const withoutAnswer = (name: string, code?: string): Error =>
  Object.assign(new Error('no answer'), { name, code, $metadata: { attempts: 3 } });

describe('isS3Outage', () => {
  it.each([
    answer('InternalError', 500),
    answer('SlowDown', 503),
    answer('TooManyRequests', 429),
    answer('PermanentRedirect', 301),
    answer('SignatureDoesNotMatch', 403),
    answer('NoSuchBucket', 404),
    answer('ExpiredToken', 400),
    answer('RequestTimeout', 400),
    withoutAnswer('Error', 'ECONNREFUSED'),
    withoutAnswer('Error', 'ENOTFOUND'),
    withoutAnswer('Error', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
    withoutAnswer('TimeoutError'),
    withoutAnswer('AbortError'),
    withoutAnswer('CredentialsProviderError'),
  ])('is true for an outage: %p', (error) => {
    expect(isS3Outage(error)).toBe(true);
  });

  it.each([
    answer('InvalidArgument', 400),
    answer('MethodNotAllowed', 405),
    answer('EntityTooLarge', 400),
    new TypeError('undefined is not a function'),
    new RangeError('2-1 is no range of bytes.'),
    'a text',
    undefined,
  ])('is false for a bug: %p', (error) => {
    expect(isS3Outage(error)).toBe(false);
  });
});

describe('isMissingFile', () => {
  it('is true for a missing file, not for a missing bucket', () => {
    expect(isMissingFile(answer('NoSuchKey', 404))).toBe(true);
    expect(isMissingFile(answer('NotFound', 404))).toBe(true);
    expect(isMissingFile(answer('NoSuchBucket', 404))).toBe(false);
    expect(isMissingFile(withoutAnswer('TimeoutError'))).toBe(false);
  });
});
