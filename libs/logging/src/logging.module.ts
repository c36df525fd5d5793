import { type DynamicModule, Module } from '@nestjs/common';
import { AppLogger } from './app-logger.js';

/** Provides the process's `AppLogger` to the whole app. */
@Module({})
export class LoggingModule {
  static forRoot(logger: AppLogger): DynamicModule {
    return {
      module: LoggingModule,
      global: true,
      providers: [{ provide: AppLogger, useValue: logger }],
      exports: [AppLogger],
    };
  }
}
