import type { Settings } from '@app/config';

/** Answers are for their caller alone and never a document of their own; pages that are set their own policy. */
export function securityHeaders(settings: Settings): Record<string, string> {
  const isHttps = settings.http.publicUrl.startsWith('https:');
  return {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(isHttps && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  };
}
