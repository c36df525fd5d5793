import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const START_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 20_000;

/** Which core serves and which one makes the load; null where there are not two, or no `taskset`. */
export interface Cores {
  server: number;
  load: number;
}

/** Puts this process on the core of the load, and says which one the servers get. */
export function pinLoad(): Cores | null {
  try {
    const allowed = execFileSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' });
    const [server, load] = coresIn(allowed.slice(allowed.lastIndexOf(':') + 1));
    if (server === undefined || load === undefined) return null;
    execFileSync('taskset', ['-acp', String(load), String(process.pid)], { stdio: 'ignore' });
    return { server, load };
  } catch {
    return null;
  }
}

function coresIn(list: string): number[] {
  return list
    .trim()
    .split(',')
    .flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return Array.from({ length: last! - first! + 1 }, (_, place) => first! + place);
    });
}

/** One server under test. */
export class ServerProcess {
  readonly name: string;
  readonly port: number;
  private readonly child: ChildProcess;
  private readonly logFile: string;

  private constructor(name: string, port: number, child: ChildProcess, logFile: string) {
    this.name = name;
    this.port = port;
    this.child = child;
    this.logFile = logFile;
  }

  /** Starts `node ...args(port)` and gives the process with the milliseconds until `/health/ready` answered 200. */
  static async start(options: {
    name: string;
    folder: string;
    cores: Cores | null;
    args: (port: number) => readonly string[];
    env: (port: number) => Record<string, string>;
  }): Promise<{ server: ServerProcess; startMs: number }> {
    const port = await freePort();
    const logFile = join(options.folder, `${options.name}.log`);
    const log = openSync(logFile, 'a');
    const command = [process.execPath, ...options.args(port)];
    const pinned = options.cores ? ['taskset', '-c', String(options.cores.server), ...command] : command;
    const startedAt = performance.now();
    const child = spawn(pinned[0]!, pinned.slice(1), {
      cwd: options.folder,
      // Nothing of this shell's: the product is to run as a stranger meets it.
      env: { PATH: process.env.PATH, HOME: options.folder, ...options.env(port) },
      // The access log is written like any other time, but no disk is measured with it.
      stdio: ['ignore', 'ignore', log],
    });
    const server = new ServerProcess(options.name, port, child, logFile);
    await server.untilReady();
    return { server, startMs: performance.now() - startedAt };
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Microseconds of CPU, user and system, of the process and its descendants so far. */
  cpuMicros(): number {
    return cpuOf(this.child.pid!);
  }

  /** Resident memory in MB. */
  memoryMb(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGINT');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_DEADLINE_MS);
    await gone;
    clearTimeout(timer);
  }

  private async untilReady(): Promise<void> {
    const deadline = performance.now() + START_DEADLINE_MS;
    for (;;) {
      const status = await fetch(`${this.url}/health/ready`).then(
        (response) => response.arrayBuffer().then(() => response.status),
        () => null,
      );
      if (status === 200) return;
      if (this.child.exitCode !== null || performance.now() > deadline) {
        this.child.kill('SIGKILL');
        const log = readFileSync(this.logFile, 'utf8').slice(-4000);
        throw new Error(`${this.name} did not get ready (${status ?? 'no answer'}):\n${log}`);
      }
      await delay(5);
    }
  }
}

/** From the scheduler, in nanoseconds; where it does not tell, from the ticks of `stat`. */
function cpuOf(pid: number): number {
  let micros = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    const schedule = read(`/proc/${pid}/task/${task}/schedstat`);
    micros += schedule === null ? 0 : Number(schedule.split(' ')[0]) / 1000;
    for (const child of (read(`/proc/${pid}/task/${task}/children`) ?? '').split(' ').filter(Boolean)) {
      micros += cpuOf(Number(child));
    }
  }
  if (micros > 0) return micros;
  const fields = (read(`/proc/${pid}/stat`) ?? '').replace(/^.*\)/, '').trim().split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
