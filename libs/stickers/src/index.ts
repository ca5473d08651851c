export { DRAWING_VERSION } from './drawing-version.js';
export { StickersModule } from './stickers.module.js';
export { RendererBusyError, UnprintableTextError } from './sticker.errors.js';
export { RendererLimits, StickerRenderer } from './sticker-renderer.js';
export {
  MEDIA_TYPES,
  type PrintCheck,
  type RenderedSticker,
  STICKER_FORMATS,
  STICKER_SIZES,
  STICKER_TEMPLATES,
  type StickerFormat,
  type StickerSize,
  type StickerSpec,
} from './sticker.js';
export { capitalSymbolValue, symbolValue } from './symbol-value.js';
