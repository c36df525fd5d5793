/** Committed work of one kind. */
export interface AnnouncedJob {
  name: string;
  /** When it may run, milliseconds since the epoch. */
  runAt: number;
}

/**
 * How committed job rows reach a process that runs them. The row is the truth: a transport takes its lease (`JobRepository.claim`) and hands
 * it to `JobRunner.run`; whatever it forgets, loses or delivers twice is put right by the row.
 */
export abstract class JobTransport {
  /** Named in the start-up log. */
  abstract readonly name: string;

  /** A row was committed, or its kind resumed. Best effort, never throws; called in processes that run no jobs too. */
  abstract announce(job: AnnouncedJob): void;

  /** Begins to take jobs. Called once, when the database is ready, in processes that run jobs. */
  abstract start(): void;

  /** Takes no more jobs; resolves when every job taken is with the runner. Fine to call before `start`. */
  abstract stop(): Promise<void>;
}
