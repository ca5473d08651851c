import { Module } from '@nestjs/common';
import { RendererLimits, StickerRenderer } from './sticker-renderer.js';

@Module({ providers: [RendererLimits, StickerRenderer], exports: [StickerRenderer] })
export class StickersModule {}
