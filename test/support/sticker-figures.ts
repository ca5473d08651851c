import sharp from 'sharp';

/** What can be measured in a picture of a sticker without reading the symbol. Both are parts of the picture's side. */
export interface MeasuredSymbol {
  width: number;
  /** The white that lies around it on all sides. */
  quiet: number;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

type IsWhite = (x: number, y: number) => boolean;

/** Brighter than this is white to a scanner. */
const WHITE_FROM = 230;

/** Measures the symbol in a picture: it covers the middle, and white surrounds it. */
export async function measureSymbol(image: Buffer): Promise<MeasuredSymbol> {
  const { data, info } = await sharp(image)
    .flatten({ background: '#ffffff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const side = info.width;
  const isWhite: IsWhite = (x, y) => (data[(y * side + x) * info.channels] ?? 255) >= WHITE_FROM;
  const box = boxOfInk(isWhite, side);
  let quiet = 0;
  while (quiet < side && isRingWhite(isWhite, box, quiet + 1)) quiet++;
  return { width: (box.right - box.left + 1) / side, quiet: quiet / side };
}

/** Grows a box from the middle until the line beyond each of its sides is white. */
function boxOfInk(isWhite: IsWhite, side: number): Box {
  const box = {
    left: Math.floor(side * 0.4),
    top: Math.floor(side * 0.4),
    right: Math.floor(side * 0.6),
    bottom: Math.floor(side * 0.6),
  };
  for (let grown = true; grown && Math.min(box.left, box.top) > 0;) {
    const { left, top, right, bottom } = box;
    if (!isColumnWhite(isWhite, left - 1, top, bottom)) box.left--;
    if (!isColumnWhite(isWhite, right + 1, top, bottom)) box.right++;
    if (!isRowWhite(isWhite, top - 1, left, right)) box.top--;
    if (!isRowWhite(isWhite, bottom + 1, left, right)) box.bottom++;
    grown = left !== box.left || top !== box.top || right !== box.right || bottom !== box.bottom;
  }
  return box;
}

/** The frame of one pixel at a distance from the box. */
function isRingWhite(isWhite: IsWhite, box: Box, distance: number): boolean {
  const { left, top, right, bottom } = box;
  const [from, to] = [left - distance, right + distance];
  return (
    isRowWhite(isWhite, top - distance, from, to) &&
    isRowWhite(isWhite, bottom + distance, from, to) &&
    isColumnWhite(isWhite, from, top, bottom) &&
    isColumnWhite(isWhite, to, top, bottom)
  );
}

function isRowWhite(isWhite: IsWhite, y: number, from: number, to: number): boolean {
  for (let x = from; x <= to; x++) if (!isWhite(x, y)) return false;
  return true;
}

function isColumnWhite(isWhite: IsWhite, x: number, from: number, to: number): boolean {
  for (let y = from; y <= to; y++) if (!isWhite(x, y)) return false;
  return true;
}
