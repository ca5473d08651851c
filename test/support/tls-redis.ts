import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import type { Certificate } from './certificates.js';

/** A Redis server that speaks TLS only. */
export interface TlsRedis {
  port: number;
  /** The file of the certificate, which is its own authority. */
  ca: string;
  stop(): Promise<void>;
}

export type TlsRedisKind = 'single' | 'sentinel' | 'cluster';

/** Starts real servers on 127.0.0.1: one, one with a sentinel for its group `main`, or a cluster of one node. */
export async function startTlsRedis(kind: TlsRedisKind, certificate: Certificate): Promise<TlsRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'carqr-redis-'));
  const ca = join(directory, 'cert.pem');
  const key = join(directory, 'key.pem');
  await Promise.all([writeFile(ca, certificate.cert), writeFile(key, certificate.key)]);
  const processes: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    const ends = processes.map((child) => once(child, 'exit'));
    processes.forEach((child) => child.kill('SIGKILL'));
    await Promise.all(ends);
    await rm(directory, { recursive: true });
  };

  const start = async (name: string, lines: readonly string[], ...flags: string[]): Promise<number> => {
    const port = await findFreePort();
    const config = [
      'bind 127.0.0.1',
      'port 0',
      `tls-port ${port}`,
      `tls-cert-file ${ca}`,
      `tls-key-file ${key}`,
      `tls-ca-cert-file ${ca}`,
      'tls-auth-clients no',
      'tls-replication yes',
      'tls-cluster yes',
      `dir ${directory}`,
      ...lines,
    ];
    const file = join(directory, `${name}.conf`);
    await writeFile(file, `${config.join('\n')}\n`);
    const child = spawn('redis-server', [file, ...flags], { stdio: ['ignore', 'pipe', 'ignore'] });
    processes.push(child);
    for await (const line of createInterface(child.stdout)) {
      if (/Ready to accept connections|\+monitor/.test(line)) break;
    }
    child.stdout.resume();
    return port;
  };

  try {
    const cluster = [
      'cluster-enabled yes',
      'cluster-announce-hostname localhost',
      'cluster-preferred-endpoint-type hostname',
    ];
    let port = await start('server', ['save ""', ...(kind === 'cluster' ? cluster : [])]);
    if (kind === 'cluster') await giveAllSlots(port, certificate.cert);
    if (kind === 'sentinel') {
      port = await start('sentinel', [`sentinel monitor main 127.0.0.1 ${port} 1`], '--sentinel');
    }
    return { port, ca, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function giveAllSlots(port: number, ca: string): Promise<void> {
  const node = new Redis({ port, host: '127.0.0.1', tls: { ca, checkServerIdentity: () => undefined } });
  await node.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  while (!(await node.cluster('INFO')).includes('cluster_state:ok'));
  node.disconnect();
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
