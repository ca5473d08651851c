/** How ioredis words that a command did not reach a server, or that its answer did not come back. */
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

/** Replies of a server that serves nobody at the moment, whatever it is asked. */
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
 * True for errors of a store that is out of reach or cannot serve anybody right now, false for defects of ours.
 *
 * The errors of a socket tell nothing about who used it, hence those of other clients pass for the store's.
 */
export function isStoreUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && SOCKET_CODES.has(code)) return true;
  if (CLIENT_ERRORS.has(error.name)) return true;
  if (error.name === 'ReplyError') return SERVER_REPLIES.test(error.message);
  return CLIENT_MESSAGES.some((message) => error.message.startsWith(message));
}
