/** Name of the job that makes the pictures of one generation. */
export const GENERATION_RUN = 'generation.run';

export interface GenerationRunPayload {
  generationId: string;
}
