import ipaddr from 'ipaddr.js';
import type { Settings } from './settings.js';

/** A setting that would send codes, tokens, keys or files over plain HTTP, and what it must be instead. */
export interface PlainHttp {
  variable: string;
  problem: string;
}

/** Everything that clients and providers are reached by; a bucket's server may be reached within a private network. */
export function findPlainHttp({ http, razorpay, sms, storage }: Settings): PlainHttp[] {
  const providers = sms.kind === 'providers' ? sms.providers : [];
  const { endpoint = '', publicUrl = '' } = storage.kind === 's3' ? storage : {};
  const found: [isFound: boolean, variable: string, problem: string][] = [
    [isPlain(http.publicUrl), 'PUBLIC_URL', 'must be an https URL'],
    [isPlain(razorpay.baseUrl), 'RAZORPAY_URL', 'must be an https URL'],
    [providers.some(({ apiUrl }) => isPlain(apiUrl)), 'SMS_URL', 'must have https URLs as its apiUrl'],
    [isPlain(publicUrl), 'STORAGE_URL', 'must have an https URL as its publicUrl'],
    [
      isPlain(endpoint) && !isPrivateHost(new URL(endpoint).hostname),
      'STORAGE_URL',
      'must have an https URL as its endpoint outside of private networks',
    ],
  ];
  return found.filter(([isFound]) => isFound).map(([, variable, problem]) => ({ variable, problem }));
}

function isPlain(url: string): boolean {
  return url.startsWith('http:');
}

/** A private or loopback address, or a name without a dot, which only a network of one's own can resolve. */
function isPrivateHost(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(address)) return !address.includes('.');
  return ['private', 'loopback', 'uniqueLocal'].includes(ipaddr.process(address).range());
}
