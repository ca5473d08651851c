#!/usr/bin/env node
// A server that is lost midway: forwards connections from one port to another, and ends each one after so many bytes of
// the server: `.ci/cut-connection.mjs <from port> <to port> <bytes>`.
import { connect, createServer } from 'node:net';

const [from, to, limit] = process.argv.slice(2).map(Number);

createServer((client) => {
  const server = connect(to, '127.0.0.1');
  let bytes = 0;
  const cut = () => [client, server].forEach((socket) => socket.destroy());
  client.on('error', cut).on('close', cut).pipe(server);
  server.on('error', cut).on('close', cut);
  server.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes <= limit) return void client.write(chunk);
    console.log('cut');
    cut();
  });
}).listen(from, '127.0.0.1');
