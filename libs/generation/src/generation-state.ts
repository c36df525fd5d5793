/** Where a generation stands. The last three are final. */
export const generationStatuses = ['queued', 'running', 'succeeded', 'failed', 'canceled'] as const;
export type GenerationStatus = (typeof generationStatuses)[number];

/**
 * The whole life of a generation as data. `start` holds for a running one too: a worker that takes over after a crash starts it again.
 * The repository turns a line into one conditional update, so that of two that race exactly one wins.
 */
export const generationTransitions = {
  start: { from: ['queued', 'running'], to: 'running' },
  succeed: { from: ['running'], to: 'succeeded' },
  fail: { from: ['queued', 'running'], to: 'failed' },
  cancel: { from: ['queued', 'running'], to: 'canceled' },
} as const satisfies Record<string, { from: readonly GenerationStatus[]; to: GenerationStatus }>;
export type GenerationTransition = keyof typeof generationTransitions;

/** Transitions after which nothing follows. */
export type FinalTransition = Exclude<GenerationTransition, 'start'>;

/** May a generation in `status` go through `transition`? */
export function canPass(status: GenerationStatus, transition: GenerationTransition): boolean {
  return (generationTransitions[transition].from as readonly GenerationStatus[]).includes(status);
}

/** Is nothing left to happen after `status`? */
export function isFinal(status: GenerationStatus): boolean {
  return !Object.values(generationTransitions).some(({ from }) =>
    (from as readonly string[]).includes(status),
  );
}
