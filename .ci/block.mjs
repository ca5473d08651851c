#!/usr/bin/env node
// Prints a block of commands of a document, for whoever runs it: `.ci/block.mjs README.md start`.
import { getBlock } from '../test/support/documents.mjs';

const [document, note] = process.argv.slice(2);
process.stdout.write(getBlock(document, 'sh', note).text);
