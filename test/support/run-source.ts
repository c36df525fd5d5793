import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts a TypeScript file of ours (path from the repository's root) in a process of its own, with `env` added to ours. */
export function startSource(file: string, env: Record<string, string> = {}): ChildProcess {
  const loader = './test/support/source-loader.js';
  return spawn(process.execPath, ['--import', loader, '--conditions=source', file], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs it to its end. @throws Error with what it printed when it does not end with 0 */
export async function runSource(file: string, env: Record<string, string> = {}): Promise<string> {
  const child = startSource(file, env);
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${file} ended with ${String(code)}\n${errors}\n${output}`);
  return output;
}
