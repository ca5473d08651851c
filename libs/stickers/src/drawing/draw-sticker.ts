import { MM_PER_INCH, SIDE_INCHES, type StickerSpec } from '../sticker.js';
import { encodeSymbol } from '../symbol.js';
import { type Drawing } from './drawing.js';
import { type Content } from './layout.js';
import { drawClassic } from './classic.js';
import { drawMinimal } from './minimal.js';
import { drawModern } from './modern.js';

const TEMPLATES = { modern: drawModern, classic: drawClassic, minimal: drawMinimal };

/**
 * Draws a sticker. Without a label it says nothing of the car or its owner: a thief learns nothing from it.
 *
 * @throws UnprintableTextError when no font of ours covers the label
 * @throws PrintCheckError when the value fits no symbol
 */
export function drawSticker(spec: StickerSpec): Drawing {
  const content: Content = {
    side: SIDE_INCHES[spec.size] * MM_PER_INCH,
    symbol: encodeSymbol(spec.value),
    code: spec.code,
    address: typedAddress(spec),
    label: spec.label?.trim() ? spec.label : null,
  };
  return { ...TEMPLATES[spec.template](content), title: `QR code ${spec.code}` };
}

/** What is typed before the code: the value without its scheme. */
function typedAddress({ value, code }: StickerSpec): string {
  const [, address = ''] = /^https?:\/\/(.+)$/.exec(value) ?? [];
  return address.endsWith(`/${code}`) ? address.slice(0, -code.length) : '';
}
