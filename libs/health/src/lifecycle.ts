import { Injectable } from '@nestjs/common';

/** Where the process is between its start and its end. */
@Injectable()
export class Lifecycle {
  private draining = false;

  /** True from SIGTERM on: readiness answers 503, so that no new traffic is sent here. */
  get isDraining(): boolean {
    return this.draining;
  }

  drain(): void {
    this.draining = true;
  }
}
