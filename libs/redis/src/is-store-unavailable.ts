/** ioredis' messages for a command that did not reach a server or got no reply. */
const CLIENT_MESSAGES = [
  'Connection is closed',
  'Connection is aborted',
  'Command timed out',
  "Stream isn't writeable",
  "Cluster isn't ready",
  'Cluster is ended',
  'Command aborted due to connection close',
  'None of startup nodes is available',
  'All sentinels are unreachable',
  'Too many Cluster redirections',
  'Ready check failed',
];

const CLIENT_ERRORS = new Set(['MaxRetriesPerRequestError', 'ClusterAllFailedError']);

/** Error replies of a server that cannot serve any command at the moment. */
const SERVER_REPLIES =
  /\b(LOADING|BUSY|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF|OOM|NOAUTH|WRONGPASS)\b|max number of clients/;

const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * True when the store is unreachable or cannot serve commands now, false for defects in this program.
 *
 * Socket errors do not say which client they belong to, so those of other clients match too.
 */
export function isStoreUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && SOCKET_CODES.has(code)) return true;
  if (CLIENT_ERRORS.has(error.name)) return true;
  if (error.name === 'ReplyError') return SERVER_REPLIES.test(error.message);
  return CLIENT_MESSAGES.some((message) => error.message.startsWith(message));
}
