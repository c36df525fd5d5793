import { type DynamicModule, Module } from '@nestjs/common';
import type { ConfigDefinition } from './config-definition.js';
import { Configuration } from './configuration.js';
import { type Environment, loadConfig } from './config-loader.js';
import { SessionSecret } from './session-secret.js';

/** Provides every lib's parsed configuration under its definition's token, and the `SessionSecret`, to the whole app. */
@Module({})
export class ConfigModule {
  /** Parses `environment`. @throws ConfigError listing every bad variable, before anything else starts */
  static forRoot(definitions: readonly ConfigDefinition[], environment: Environment): DynamicModule {
    return ConfigModule.of(loadConfig(definitions, environment));
  }

  /** The same for what is parsed already. */
  static of(configuration: Configuration): DynamicModule {
    const providers = configuration.providers();
    return {
      module: ConfigModule,
      global: true,
      providers: [...providers, SessionSecret],
      exports: [...providers.map(({ provide }) => provide), SessionSecret],
    };
  }
}
