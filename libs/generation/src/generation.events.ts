import type { GenerationView } from './generation.dto.js';

/** Where a client listens for what happens to it outside of chats. */
export const EVENTS_NAMESPACE = '/events';

/** To every device of the owner, after the commit: the generation as `GET /generations/:id` shows it. Its payload is a `GenerationView`. */
export const GENERATION_UPDATED = 'generation.updated';
export type GenerationUpdated = GenerationView;
