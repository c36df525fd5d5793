import { CommandFactory } from 'nest-commander';
import { AppError } from '#lib/errors';
import { ConfigError } from '#lib/config';
import { DataDirError } from '../../api/src/data-dir.js';
import { CliModule } from './cli.module.js';

function fail(error: Error): never {
  const isExpected =
    error instanceof ConfigError || error instanceof DataDirError || error instanceof AppError;
  const issues =
    error instanceof AppError
      ? (error.issues ?? []).map(({ path, message }) => `\n  ${path}: ${message}`)
      : [];
  process.stderr.write(`${isExpected ? error.message + issues.join('') : (error.stack ?? error.message)}\n`);
  process.exit(1);
}

CommandFactory.run(CliModule, {
  cliName: 'kvartal',
  logger: false,
  serviceErrorHandler: fail,
  errorHandler: (error) => {
    // commander ends --help and --version by an error with exit code 0, and has said everything itself already.
    const { exitCode } = error as Error & { exitCode?: number };
    process.exit(exitCode ?? 1);
  },
}).catch(fail);
