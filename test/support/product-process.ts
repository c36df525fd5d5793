import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const main = new URL('../../dist/apps/api/src/main.js', import.meta.url).pathname;
const ATTEMPTS = 600;

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** An empty folder of its own for one test. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kvartal-e2e-'));
}

/** The built product as a process of its own, to be killed and started again on the same data. */
export class ProductProcess {
  output = '';
  private child: ChildProcess | null = null;

  private constructor(
    readonly dataDir: string,
    readonly port: number,
    private readonly environment: Record<string, string>,
    private readonly nodeArguments: readonly string[],
  ) {}

  /** Describes the process; `start` runs it. The environment holds nothing of ours but what is given here. */
  static async on(
    dataDir: string,
    environment: Record<string, string> = {},
    nodeArguments: readonly string[] = [],
  ): Promise<ProductProcess> {
    return new ProductProcess(dataDir, await freePort(), environment, nodeArguments);
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child?.pid ?? -1;
  }

  /** Starts it without waiting for anything. */
  launch(): void {
    this.output = '';
    this.child = spawn(process.execPath, [...this.nodeArguments, main], {
      cwd: this.dataDir,
      env: {
        PATH: process.env.PATH,
        DATA_DIR: join(this.dataDir, 'data'),
        APP_HOST: '127.0.0.1',
        APP_PORT: String(this.port),
        RATE_LIMITS: 'off',
        SHUTDOWN_DRAIN_MS: '0',
        ...this.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
  }

  /** Starts it and resolves when readiness is 200. */
  async start(): Promise<this> {
    this.launch();
    await this.waitUntil(async () => {
      if (this.hasExited) throw new Error(`The product ended before it was ready:\n${this.output}`);
      return (await this.statusOf('/health/ready')) === 200;
    }, 'readiness');
    return this;
  }

  get hasExited(): boolean {
    return this.child !== null && (this.child.exitCode !== null || this.child.signalCode !== null);
  }

  /** Status of a GET, or null while nothing answers. */
  async statusOf(path: string): Promise<number | null> {
    return fetch(`${this.baseUrl}${path}`).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => null,
    );
  }

  async waitUntil(isTrue: () => Promise<boolean> | boolean, what: string): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await isTrue()) return;
      await delay(50);
    }
    throw new Error(`Waited in vain for ${what}. Output:\n${this.output}`);
  }

  /** Sends a signal and gives exit code and signal of the end. */
  async end(
    signal: NodeJS.Signals = 'SIGTERM',
  ): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const { child } = this;
    if (!child) return { code: null, signal: null };
    if (!this.hasExited) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
    return { code: child.exitCode, signal: child.signalCode };
  }

  /** Resolves with the exit code when the process ends by itself. */
  async exitCode(): Promise<number | null> {
    if (this.child && !this.hasExited) await once(this.child, 'exit');
    return this.child?.exitCode ?? null;
  }
}
