import { type DynamicModule, Module } from '@nestjs/common';
import { Settings } from './settings.js';

@Module({})
export class ConfigModule {
  /** Provides the validated settings to every module. */
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: Settings, useValue: settings }],
      exports: [Settings],
    };
  }
}
