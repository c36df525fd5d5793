/** Thrown by a handler when trying again cannot help: the job is dead at once, and `onDead` is called. */
export class PermanentJobError extends Error {
  override readonly name = 'PermanentJobError';
}

/** A job was named that no handler of this build knows. */
export class UnknownJobError extends Error {
  override readonly name = 'UnknownJobError';

  constructor(jobName: string) {
    super(
      `No handler for the job '${jobName}': a provider decorated with @JobHandler({ name: '${jobName}' }) is missing.`,
    );
  }
}

/** Why a running job was told to stop. */
export type JobAbortCause = 'timeout' | 'canceled' | 'lease_lost' | 'shutdown';

const abortTexts: Record<JobAbortCause, string> = {
  timeout: 'The job ran longer than its timeout.',
  canceled: 'The job was canceled.',
  lease_lost: 'The lease is gone: the job was canceled, or taken over because it was not renewed in time.',
  shutdown: 'The process is stopping.',
};

/** The reason of a handler's aborted `signal`. After `shutdown` and `timeout` the job runs again; otherwise nobody waits for it here. */
export class JobAbortedError extends Error {
  override readonly name = 'JobAbortedError';

  constructor(override readonly cause: JobAbortCause) {
    super(abortTexts[cause]);
  }
}
