import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { nextSlot } from './cron-slots.js';
import { JobMetadata } from './job.decorator.js';
import type { JobHandlerInstance, JobHandlerOptions } from './job-handler.js';
import { UnknownJobError } from './jobs.errors.js';

/** One kind of job: how it is run, and by what. `cron` is null for jobs that only come when asked for. */
export interface RegisteredJob extends Required<JobHandlerOptions> {
  readonly cron: string | null;
  readonly handler: JobHandlerInstance;
}

const defaults = { concurrency: 4, timeoutMs: 300_000, maxAttempts: 5, backoffMs: 1000 };

/** All kinds of jobs of this build, found by their decorators. */
@Injectable()
export class JobRegistry {
  private jobs: ReadonlyMap<string, RegisteredJob> | null = null;

  constructor(private readonly discovery: DiscoveryService) {}

  /**
   * Every kind, by name.
   * @throws Error when two handlers share a name, one has no `handle`, or an option or cron expression is not valid
   */
  all(): ReadonlyMap<string, RegisteredJob> {
    return (this.jobs ??= this.discover());
  }

  find(name: string): RegisteredJob | null {
    return this.all().get(name) ?? null;
  }

  /** @throws UnknownJobError */
  get(name: string): RegisteredJob {
    const job = this.find(name);
    if (!job) throw new UnknownJobError(name);
    return job;
  }

  private discover(): ReadonlyMap<string, RegisteredJob> {
    const jobs = new Map<string, RegisteredJob>();
    for (const wrapper of this.discovery.getProviders({ metadataKey: JobMetadata.KEY })) {
      const options = this.discovery.getMetadataByDecorator(JobMetadata, wrapper);
      if (!options) continue;
      const job = {
        ...defaults,
        cron: null,
        ...givenOf(options),
        handler: wrapper.instance as JobHandlerInstance,
      };
      requireSound(job, String(wrapper.name));
      const other = jobs.get(job.name);
      if (other) {
        throw new Error(
          `The job '${job.name}' has two handlers, ${other.handler.constructor.name} and ${String(wrapper.name)}: ` +
            'names are unique, and a handler belongs to the providers of one module only.',
        );
      }
      jobs.set(job.name, job);
    }
    return jobs;
  }
}

function givenOf<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

function requireSound(job: RegisteredJob, className: string): void {
  if (typeof job.handler?.handle !== 'function') {
    throw new Error(
      `${className} is decorated as handler of the job '${job.name}' but has no method handle()`,
    );
  }
  for (const [option, value] of Object.entries({
    concurrency: job.concurrency,
    timeoutMs: job.timeoutMs,
    maxAttempts: job.maxAttempts,
    backoffMs: job.backoffMs,
  })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new Error(
        `${option} of the job '${job.name}' must be a whole number of at least 1, not ${value}`,
      );
    }
  }
  if (job.cron === null) return;
  try {
    nextSlot(job.cron, Date.now());
  } catch (cause) {
    throw new Error(`The cron expression '${job.cron}' of the job '${job.name}' is not valid`, { cause });
  }
}
