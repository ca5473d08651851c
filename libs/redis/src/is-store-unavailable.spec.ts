import { isStoreUnavailable } from './is-store-unavailable.js';

class ReplyError extends Error {
  override name = 'ReplyError';
}

const withCode = (code: string): Error => Object.assign(new Error('socket'), { code });

describe('isStoreUnavailable', () => {
  it.each([
    new Error('Connection is closed.'),
    new Error('Command timed out'),
    new Error("Stream isn't writeable and enableOfflineQueue options is false"),
    new Error('Too many Cluster redirections. Last error: ReplyError: CLUSTERDOWN The cluster is down'),
    new Error('All sentinels are unreachable and retry is disabled.'),
    Object.assign(new Error('Reached the max retries'), { name: 'MaxRetriesPerRequestError' }),
    withCode('ECONNREFUSED'),
    withCode('ETIMEDOUT'),
    new ReplyError("READONLY You can't write against a read only replica."),
    new ReplyError('LOADING Redis is loading the dataset in memory'),
    new ReplyError("OOM command not allowed when used memory > 'maxmemory'."),
    new ReplyError('ERR max number of clients reached'),
  ])('is true for a server that serves nobody: %s', (error) => {
    expect(isStoreUnavailable(error)).toBe(true);
  });

  it.each([
    new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value'),
    new ReplyError('ERR value is not an integer or out of range'),
    new ReplyError("CROSSSLOT Keys in request don't hash to the same slot"),
    new TypeError('undefined is not a function'),
    new RangeError('NaN is not a finite number of seconds.'),
    new Error('The form says: Command timed out'),
    withCode('ERR_INVALID_ARG_TYPE'),
    'Connection is closed.',
    undefined,
  ])('is false for a defect: %s', (error) => {
    expect(isStoreUnavailable(error)).toBe(false);
  });
});
