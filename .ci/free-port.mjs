#!/usr/bin/env node
// Prints a port of 127.0.0.1 where nobody listens, below those that systems hand out to whoever connects somewhere: such
// a one could be taken before a slow server comes to listen there.
import { createServer } from 'node:net';

const [FIRST, COUNT] = [20_000, 10_000];

function tryAny() {
  const port = FIRST + Math.floor(Math.random() * COUNT);
  const server = createServer().once('error', tryAny);
  server.listen(port, '127.0.0.1', () => server.close(() => console.log(port)));
}
tryAny();
