import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface Certificate {
  /** PEM. */
  key: string;
  /** PEM; signed by its own key. */
  cert: string;
}

const DAY_MS = 86_400_000;
/** Tags of ASN.1 (X.690). */
const [BOOLEAN, INTEGER, BITS, OCTETS, OID, UTF8, TIME, SEQUENCE, SET] = [1, 2, 3, 4, 6, 12, 24, 48, 49] as const;
/** Objects by their names there: ecdsa-with-SHA256, commonName, subjectAltName, basicConstraints. */
const [ECDSA_SHA256, COMMON_NAME, ALT_NAMES, CONSTRAINTS] = ['2a8648ce3d040302', '550403', '551d11', '551d13'] as const;

/** A certificate (RFC 5280) for some IPv4 addresses and host names, made here so that no key is kept anywhere. */
export function makeCertificate(hosts: readonly string[]): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, oid(COMMON_NAME), der(UTF8, Buffer.from('a test of CarQR')))));
  const algorithm = der(SEQUENCE, oid(ECDSA_SHA256));
  const altNames = hosts.map((host) =>
    isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host)),
  );
  const extensions = [
    der(SEQUENCE, oid(ALT_NAMES), der(OCTETS, der(SEQUENCE, ...altNames))),
    der(SEQUENCE, oid(CONSTRAINTS), der(OCTETS, der(SEQUENCE, der(BOOLEAN, Buffer.from([0xff]))))),
  ];
  const body = der(
    SEQUENCE,
    der(0xa0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.from([1])),
    algorithm,
    name,
    der(SEQUENCE, time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
    name,
    publicKey,
    der(0xa3, der(SEQUENCE, ...extensions)),
  );
  const signature = sign('sha256', body, createPrivateKey(privateKey));
  const whole = der(SEQUENCE, body, algorithm, der(BITS, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return { key: privateKey, cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n') };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const oid = (hex: string): Buffer => der(OID, Buffer.from(hex, 'hex'));

const time = (ms: number): Buffer => der(TIME, Buffer.from(new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '')));
