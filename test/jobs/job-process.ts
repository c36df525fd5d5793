import { Global, Module, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock, ManualClock } from '#lib/clock';
import { appConfig, ConfigModule } from '#lib/config';
import { Database, type EngineDatabase } from '#lib/database';
import {
  JobHandler,
  type JobHandlerInstance,
  type JobHandlerOptions,
  Jobs,
  jobsConfig,
  JobsModule,
} from '#lib/jobs';
import type { JobTimings } from '#lib/jobs';
import { openDatabase } from '../support/databases.js';

/** One process of the product as far as jobs are concerned: its own connection, its own dispatcher. */
export interface JobProcess {
  jobs: Jobs;
  db: EngineDatabase;
  /** As after SIGTERM. Twice is fine. */
  stop(): Promise<void>;
}

/** What differs from a lone process that runs `handlers`. */
export interface JobProcessOptions {
  handlers: readonly Type[];
  clock?: Clock;
  role?: 'all' | 'api' | 'worker';
  timings?: Partial<JobTimings>;
  variables?: Record<string, string>;
}

/** Asks often, so that a moved clock is noticed at once. */
const quick: Partial<JobTimings> = { pollMs: 15, heartbeatMs: 30, graceMs: 40 };

const nothing = () => undefined;
// Most of these jobs fail on purpose.
const silent = { log: nothing, error: nothing, warn: nothing };

/** Starts a process on the database that `env` names. */
export async function startJobProcess(
  env: Record<string, string>,
  options: JobProcessOptions,
): Promise<JobProcess> {
  const { handlers, clock = new ManualClock(), role = 'all', timings, variables = {} } = options;
  const db = await openDatabase(env);

  @Global()
  @Module({
    providers: [
      { provide: Database, useValue: db },
      { provide: Clock, useValue: clock },
    ],
    exports: [Database, Clock],
  })
  class Foundation {}

  @Module({
    imports: [
      ConfigModule.forRoot([appConfig, jobsConfig], {
        ...env,
        APP_ROLE: role,
        JOBS_SHUTDOWN_MS: '0',
        ...variables,
      }),
      Foundation,
      JobsModule.withTimings({ ...quick, ...timings }),
    ],
    providers: [...handlers],
  })
  class Process {}

  try {
    await db.whenReady();
    const app = await Test.createTestingModule({ imports: [Process] })
      .setLogger(silent)
      .compile();
    await app.init();
    let stopped: Promise<void> | undefined;
    // Closes the database too: its shutdown hook runs with the others.
    return { jobs: app.get(Jobs), db, stop: () => (stopped ??= app.close()) };
  } catch (error) {
    await db.onApplicationShutdown();
    throw error;
  }
}

/** A handler class made of functions. */
export function aHandler<Payload>(options: JobHandlerOptions, behaviour: JobHandlerInstance<Payload>): Type {
  @JobHandler(options)
  class Scripted {
    readonly handle = behaviour.handle;
    readonly onDead = behaviour.onDead;
  }
  return Scripted;
}
