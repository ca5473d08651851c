import { readPackageFile } from '../package-file.js';

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Node has it as well, but TypeScript knows it from the browser's library only. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, Record<string, unknown>>) => { exports: unknown };
};

/** The functions of HarfBuzz's C interface that shaping takes. Every argument and result is a number or an address. */
interface HarfBuzz {
  memory: WasmMemory;
  __wasm_call_ctors(): void;
  malloc(bytes: number): number;
  free(address: number): void;
  hb_blob_create(data: number, bytes: number, mode: number, userData: number, destroy: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_font_create(face: number): number;
  hb_buffer_create(): number;
  hb_buffer_reset(buffer: number): void;
  hb_buffer_add_utf16(buffer: number, text: number, length: number, itemOffset: number, itemLength: number): void;
  hb_buffer_set_direction(buffer: number, direction: number): void;
  hb_buffer_guess_segment_properties(buffer: number): void;
  hb_shape(font: number, buffer: number, features: number, featureCount: number): void;
  hb_buffer_get_length(buffer: number): number;
  hb_buffer_get_glyph_infos(buffer: number, length: number): number;
  hb_buffer_get_glyph_positions(buffer: number, length: number): number;
}

export type Direction = 'ltr' | 'rtl';

/** A glyph in the order it is drawn, from left to right in either direction. Lengths are in font units. */
export interface ShapedGlyph {
  id: number;
  /** The index of the first UTF-16 unit, in the whole text, of what it draws. */
  cluster: number;
  advance: number;
  offsetX: number;
  offsetY: number;
}

const DIRECTIONS: Readonly<Record<Direction, number>> = { ltr: 4, rtl: 5 };
const MEMORY_MODE_READONLY = 1;
/** Both of HarfBuzz's structs, the glyph's info and its position, are five 32-bit words. */
const WORDS_PER_GLYPH = 5;

let loaded: { harfbuzz: HarfBuzz; buffer: number } | undefined;

/**
 * Shaping, that is from characters to positioned glyphs, is what makes Indic and Arabic text readable. HarfBuzz is what
 * browsers do it with. The package's own binding is an ES module that awaits while it loads, which a test runner that
 * compiles to CommonJS cannot load, so that the C interface is called directly.
 */
function harfbuzzInstance(): { harfbuzz: HarfBuzz; buffer: number } {
  if (loaded) return loaded;
  const module = new WebAssembly.Module(readPackageFile('harfbuzzjs/dist/harfbuzz.wasm'));
  const unexpected = (): never => {
    throw new Error('HarfBuzz failed.');
  };
  const env = {
    _emscripten_runtime_keepalive_clear: unexpected,
    _abort_js: unexpected,
    _setitimer_js: unexpected,
    emscripten_resize_heap: (bytes: number): number => growMemory(harfbuzz.memory, bytes),
  };
  const instance = new WebAssembly.Instance(module, { env, wasi_snapshot_preview1: { proc_exit: unexpected } });
  const harfbuzz = instance.exports as HarfBuzz;
  harfbuzz.__wasm_call_ctors();
  loaded = { harfbuzz, buffer: harfbuzz.hb_buffer_create() };
  return loaded;
}

/** Memory only grows in whole pages of 64 kB. */
function growMemory(memory: WasmMemory, bytes: number): number {
  memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / 65_536));
  return 1;
}

/** Opens an OpenType font for shaping. It stays in memory for the life of the thread. */
export function openFont(sfnt: Buffer): number {
  const { harfbuzz } = harfbuzzInstance();
  const address = harfbuzz.malloc(sfnt.length);
  new Uint8Array(harfbuzz.memory.buffer, address, sfnt.length).set(sfnt);
  const blob = harfbuzz.hb_blob_create(address, sfnt.length, MEMORY_MODE_READONLY, 0, 0);
  return harfbuzz.hb_font_create(harfbuzz.hb_face_create(blob, 0));
}

/**
 * Shapes `text` from `start` up to `end`, one run of one font and direction. The text around it decides how letters at
 * the ends join.
 */
export function shapeRun(font: number, text: string, start: number, end: number, direction: Direction): ShapedGlyph[] {
  const { harfbuzz, buffer } = harfbuzzInstance();
  const address = harfbuzz.malloc(text.length * 2);
  new Uint8Array(harfbuzz.memory.buffer, address, text.length * 2).set(Buffer.from(text, 'utf16le'));
  harfbuzz.hb_buffer_reset(buffer);
  harfbuzz.hb_buffer_add_utf16(buffer, address, text.length, start, end - start);
  harfbuzz.free(address);
  harfbuzz.hb_buffer_set_direction(buffer, DIRECTIONS[direction]);
  harfbuzz.hb_buffer_guess_segment_properties(buffer);
  harfbuzz.hb_shape(font, buffer, 0, 0);
  return readGlyphs(harfbuzz, buffer);
}

function readGlyphs(harfbuzz: HarfBuzz, buffer: number): ShapedGlyph[] {
  const words = new Int32Array(harfbuzz.memory.buffer);
  const word = (address: number, glyph: number, index: number): number =>
    words[address / 4 + glyph * WORDS_PER_GLYPH + index] ?? 0;
  const infos = harfbuzz.hb_buffer_get_glyph_infos(buffer, 0);
  const positions = harfbuzz.hb_buffer_get_glyph_positions(buffer, 0);
  return Array.from({ length: harfbuzz.hb_buffer_get_length(buffer) }, (_, glyph) => ({
    id: word(infos, glyph, 0),
    cluster: word(infos, glyph, 2),
    advance: word(positions, glyph, 0),
    offsetX: word(positions, glyph, 2),
    offsetY: word(positions, glyph, 3),
  }));
}
