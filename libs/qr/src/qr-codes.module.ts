import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CarCodes } from '@app/cars';
import { QrCode } from './qr-code.entity.js';
import { QrCodes } from './qr-codes.js';

/** Separate from QrModule, which depends on cars, so that cars can create their codes without a cycle. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([QrCode])],
  providers: [QrCodes, { provide: CarCodes, useExisting: QrCodes }],
  exports: [QrCodes, CarCodes],
})
export class QrCodesModule {}
