import { inflateSync } from 'node:zlib';

const HEADER_BYTES = 44;
const ENTRY_BYTES = 20;
const SFNT_HEADER_BYTES = 12;
const SFNT_ENTRY_BYTES = 16;

/**
 * Unpacks a WOFF font to the plain OpenType file within, which is what HarfBuzz reads. Fonts come with packages whose
 * lock file says what is in them, so that nothing here guards against a malicious file.
 */
export function unpackWoff(woff: Buffer): Buffer {
  const tableCount = woff.readUInt16BE(12);
  const tables = Array.from({ length: tableCount }, (_, index) => readTable(woff, HEADER_BYTES + ENTRY_BYTES * index));
  const headerBytes = SFNT_HEADER_BYTES + SFNT_ENTRY_BYTES * tableCount;
  const sfnt = Buffer.alloc(tables.reduce((total, table) => total + padded(table.data.length), headerBytes));
  writeHeader(sfnt, woff.readUInt32BE(4), tableCount);
  let offset = headerBytes;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const entry = SFNT_HEADER_BYTES + SFNT_ENTRY_BYTES * index;
    for (const [field, value] of [tag, checksum, offset, data.length].entries()) {
      sfnt.writeUInt32BE(value, entry + 4 * field);
    }
    data.copy(sfnt, offset);
    offset += padded(data.length);
  }
  return sfnt;
}

function readTable(woff: Buffer, entry: number): { tag: number; checksum: number; data: Buffer } {
  const offset = woff.readUInt32BE(entry + 4);
  const packedBytes = woff.readUInt32BE(entry + 8);
  const bytes = woff.readUInt32BE(entry + 12);
  const packed = woff.subarray(offset, offset + packedBytes);
  // A table that packing would not make smaller is stored as it is.
  const data = packedBytes < bytes ? inflateSync(packed) : packed;
  return { tag: woff.readUInt32BE(entry), checksum: woff.readUInt32BE(entry + 16), data };
}

function writeHeader(sfnt: Buffer, flavor: number, tableCount: number): void {
  const entrySelector = Math.floor(Math.log2(tableCount));
  const searchRange = 2 ** entrySelector * SFNT_ENTRY_BYTES;
  sfnt.writeUInt32BE(flavor, 0);
  sfnt.writeUInt16BE(tableCount, 4);
  sfnt.writeUInt16BE(searchRange, 6);
  sfnt.writeUInt16BE(entrySelector, 8);
  sfnt.writeUInt16BE(tableCount * SFNT_ENTRY_BYTES - searchRange, 10);
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
