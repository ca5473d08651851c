import { type ShapedLine } from '../text/shape-line.js';
import { type QrSymbol } from '../symbol.js';

/** `#rrggbb`. */
export type Colour = string;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A rectangle, filled, or framed by a line that lies half inside and half outside of it. */
export interface BoxShape extends Box {
  kind: 'box';
  radius: number;
  fill?: Colour;
  stroke?: { colour: Colour; width: number };
}

export interface PolygonShape {
  kind: 'polygon';
  points: readonly (readonly [x: number, y: number])[];
  fill: Colour;
}

export interface SymbolShape {
  kind: 'symbol';
  /** Where the first module begins; the quiet zone lies outside. */
  x: number;
  y: number;
  module: number;
  symbol: QrSymbol;
  fill: Colour;
}

export interface TextShape {
  kind: 'text';
  /** Where the line begins on its left, whatever its direction. */
  x: number;
  baseline: number;
  size: number;
  line: ShapedLine;
  fill: Colour;
}

export type Shape = BoxShape | PolygonShape | SymbolShape | TextShape;

/**
 * A sticker as shapes in millimetres from the top left corner, the hindmost first. Every format is made from this one
 * drawing, so that they cannot differ.
 */
export interface Drawing {
  side: number;
  /** For those who cannot see it. */
  title: string;
  /** What the shapes lie on, over the whole sticker and, where there is one, its bleed. */
  background: Colour;
  shapes: readonly Shape[];
}

/** @throws when a drawing has no symbol, which none of ours lacks */
export function symbolOf(drawing: Drawing): SymbolShape {
  const symbol = drawing.shapes.find((shape) => shape.kind === 'symbol');
  if (!symbol) throw new Error('The drawing has no symbol.');
  return symbol;
}
