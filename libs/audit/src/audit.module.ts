import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecurityEvent } from './security-event.entity.js';
import { SecurityEvents } from './security-events.js';

/** What is recorded of accounts and of what was done to them. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([SecurityEvent])],
  providers: [SecurityEvents],
  exports: [SecurityEvents],
})
export class AuditModule {}
