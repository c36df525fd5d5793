import pino from 'pino';

const FLUSH_AT = 32_768;
const FLUSH_EVERY_MS = 500;

/**
 * Lines on their way to standard output, gathered so that a request pays for adding to a text and not for Pino's destination, whose
 * bookkeeping showed in the CPU of small requests. Nothing waits longer than half a second; what is left when the process exits is written then.
 */
export class LineBuffer {
  private readonly output = pino.destination({ dest: 1, sync: false });
  private lines = '';
  private isTimed = false;

  write(line: string): void {
    this.lines += line;
    if (this.lines.length >= FLUSH_AT) this.send();
    if (!this.isTimed) this.sendInTime();
  }

  /** Returns when everything is written. */
  flush(): void {
    this.send();
    this.output.flushSync();
  }

  private send(): void {
    if (this.lines === '') return;
    this.output.write(this.lines);
    this.lines = '';
  }

  /** From the first line on: a logger that never writes holds neither a timer nor the end of the process. */
  private sendInTime(): void {
    this.isTimed = true;
    setInterval(() => this.send(), FLUSH_EVERY_MS).unref();
    process.once('exit', () => this.flush());
  }
}
