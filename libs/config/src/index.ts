export { type AppConfig, appConfig } from './app.config.js';
export {
  type ConfigContext,
  type ConfigDefinition,
  ConfigProblem,
  type ConfigValue,
  defineConfig,
  InjectConfig,
} from './config-definition.js';
export { type ConfigDumpEntry, dumpConfig } from './config-dump.js';
export {
  ConfigError,
  type ConfigIssue,
  type Environment,
  loadConfig,
  readEnvironment,
} from './config-loader.js';
export { ConfigModule } from './config.module.js';
export { Configuration } from './configuration.js';
export { SessionSecret } from './session-secret.js';
