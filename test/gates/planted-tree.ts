import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The checkout whose gates are put to the test. */
export const repository = resolve(import.meta.dirname, '../..');

/** What a gate said about a tree. */
export interface GateResult {
  exitCode: number;
  output: string;
}

/**
 * A throw-away copy of the house's rules with files of the test's choice in it: the gates run there as they run in the checkout, and nothing
 * bad is ever written into the real tree.
 */
export class PlantedTree {
  private constructor(readonly path: string) {}

  /** Copies `configuration` (paths in the checkout), links its node_modules and writes `files` (path → text). */
  static async plant(
    configuration: readonly string[],
    files: Readonly<Record<string, string>>,
  ): Promise<PlantedTree> {
    const tree = new PlantedTree(await mkdtemp(join(tmpdir(), 'kvartal-gate-')));
    await symlink(join(repository, 'node_modules'), join(tree.path, 'node_modules'));
    for (const name of configuration)
      await cp(join(repository, name), join(tree.path, name), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(tree.path, name)), { recursive: true });
      await writeFile(join(tree.path, name), text);
    }
    return tree;
  }

  run(tool: string, ...parameters: string[]): Promise<GateResult> {
    return runGate(this.path, tool, parameters);
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}

/** Runs a program of node_modules/.bin in `folder`, with `input` on its standard input. */
export function runGate(
  folder: string,
  tool: string,
  parameters: readonly string[],
  input = '',
): Promise<GateResult> {
  return new Promise((done, fail) => {
    const { NODE_OPTIONS: _, ...environment } = process.env;
    const child = spawn(join(repository, 'node_modules/.bin', tool), parameters, {
      cwd: folder,
      env: { ...environment, NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', fail);
    child.on('close', (exitCode) =>
      done({ exitCode: exitCode ?? -1, output: Buffer.concat(output).toString() }),
    );
    child.stdin.end(input);
  });
}
