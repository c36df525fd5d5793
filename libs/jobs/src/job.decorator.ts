import { applyDecorators, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { JobHandlerOptions, ScheduledJobOptions } from './job-handler.js';

/** Marks handler classes; read by the registry. */
export const JobMetadata = DiscoveryService.createDecorator<JobHandlerOptions & { cron?: string }>();

/** Makes a provider the handler of the jobs called `name`. The class implements `JobHandlerInstance`. */
export const JobHandler = (options: JobHandlerOptions): ClassDecorator =>
  applyDecorators(Injectable(), JobMetadata(options));

/** Makes a provider the handler of a job that runs once per cron slot, whichever process takes it; its payload is `ScheduledJobPayload`. */
export const ScheduledJob = (options: ScheduledJobOptions): ClassDecorator =>
  applyDecorators(Injectable(), JobMetadata(options));
