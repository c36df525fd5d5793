import type { ImageKind } from '../generation-kind.js';

/** A picture to start from. */
export interface SourceImage {
  bytes: Buffer;
  width: number;
  height: number;
}

/** What a provider is asked to make. Equal tasks may be asked for again after a crash. */
export interface ImageTask {
  generationId: string;
  kind: ImageKind;
  /** Our model id. */
  model: string;
  prompt: string | null;
  /** Id from the style catalogue, or null for the provider's choice. */
  style: string | null;
  /** How many images, 1 to 4. */
  count: number;
  /** Of the first image; the next ones take the numbers that follow. Unsigned 32 bits. */
  seed: number;
  /** Checked against the model's schema, defaults filled in. */
  params: Readonly<Record<string, unknown>>;
  source: SourceImage | null;
}

/** One finished picture. Its bytes are checked by our own storage, whatever the provider says about them. */
export interface ProviderImage {
  bytes: Buffer;
  contentType: string;
  /** Null when the provider has no seeds. */
  seed: number | null;
  /** What drew it, in the provider's words; null when it does not say. */
  algorithm: string | null;
}

/** What a provider can do. */
export interface ImageProviderCapabilities {
  kinds: readonly ImageKind[];
}

/**
 * Makes images somewhere: in this process, or at a service on the network (R2, R6, R7, I-1). Called by the worker with no transaction
 * open. Every call ends soon after `signal` is aborted. What cannot succeed by trying again is thrown as `ProviderRefusal`; any other
 * error is tried again.
 */
export abstract class ImageProvider {
  /** Named by the models of the catalogue. */
  abstract readonly id: string;

  abstract readonly capabilities: ImageProviderCapabilities;

  /**
   * Hands the task over and says under which id the provider keeps it, or null when it keeps nothing and `collect` does the whole work.
   * The id is stored before anything else happens, so that a task is paid for once, whatever crashes after.
   */
  abstract submit(task: ImageTask, signal: AbortSignal): Promise<string | null>;

  /** Waits for the images and yields each as it is ready, in order. `requestId` is what `submit` said, perhaps in an earlier process. */
  abstract collect(
    task: ImageTask,
    requestId: string | null,
    signal: AbortSignal,
  ): AsyncIterable<ProviderImage>;

  /** Tells the provider that nobody wants the result any more. Called only for tasks it keeps under an id. */
  abstract cancel(requestId: string): Promise<void>;
}

/** The provider will never make this: the generation fails without another attempt. The message is for logs. */
export class ProviderRefusal extends Error {
  override readonly name = 'ProviderRefusal';
}
