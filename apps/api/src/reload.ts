import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Environment } from '#lib/config';

/**
 * `APP_RELOAD=true`: runs the product as a child under Node's own watcher, which starts it again whenever the built code changes, and
 * ends with it.
 */
export function runReloading(environment: Environment): void {
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const child = spawn(process.execPath, ['--watch', '--watch-preserve-output', ...process.execArgv, main], {
    env: { ...environment, APP_RELOAD: 'false' },
    stdio: 'inherit',
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
