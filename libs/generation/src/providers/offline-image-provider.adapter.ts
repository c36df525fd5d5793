import { setTimeout as delay } from 'node:timers/promises';
import { type ImageKind, imageKinds } from '../generation-kind.js';
import { artSideLimits } from '../offline/art-request.js';
import { ImageProvider, type ImageTask, type ProviderImage, ProviderRefusal } from './image-provider.port.js';
import { RenderSlots } from './render-slots.js';

/** How the offline provider behaves. */
export interface OfflineImageProviderOptions {
  /** Pictures drawn at once. */
  concurrency: number;
  /** Waited before each generation, milliseconds. */
  delayMs: number;
}

const seedSpan = 2 ** 32;

/**
 * Draws pictures in this process, without any network: procedural art, labelled as such. The same task gives the same bytes, so that
 * starting over after a crash is free of harm and nothing needs to be kept under an id.
 */
export class OfflineImageProvider extends ImageProvider {
  readonly id = 'offline';
  readonly capabilities = { kinds: imageKinds };
  private readonly slots: RenderSlots;

  constructor(private readonly options: OfflineImageProviderOptions) {
    super();
    this.slots = new RenderSlots(options.concurrency);
  }

  async submit(): Promise<null> {
    return null;
  }

  async *collect(
    task: ImageTask,
    _requestId: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<ProviderImage> {
    if (this.options.delayMs > 0) await delay(this.options.delayMs, undefined, { signal });
    if (task.params.simulate === 'fail') throw new ProviderRefusal('Asked to fail by params.simulate');
    // Loaded with the first picture: the drawing code and its native library are big, and many processes never draw.
    const { renderOfflineArt, OfflineArtSourceError } = await import('../offline/offline-art.js');
    const { width, height } = sizeOf(task);
    for (let index = 0; index < task.count; index += 1) {
      const seed = (task.seed + index) % seedSpan;
      const request = {
        kind: task.kind,
        prompt: task.prompt ?? '',
        style: task.style ?? undefined,
        seed,
        width,
        height,
        source: task.source?.bytes,
      };
      const art = await this.slots
        .run(() => renderOfflineArt(request), signal)
        .catch((cause: unknown) => {
          throw cause instanceof OfflineArtSourceError
            ? new ProviderRefusal(cause.message, { cause })
            : cause;
        });
      yield { bytes: art.png, contentType: 'image/png', seed, algorithm: art.algorithm };
    }
  }

  /** Nothing is kept under an id; the signal of `collect` ends the work. */
  async cancel(): Promise<void> {}
}

function sizeOf({ kind, params, source }: ImageTask): { width: number; height: number } {
  const sizes: Record<ImageKind, () => { width: number; height: number }> = {
    avatar: () => ({ width: Number(params.size), height: Number(params.size) }),
    image: () => ({ width: Number(params.width), height: Number(params.height) }),
    interior: () => ({ width: Number(params.width), height: Number(params.height) }),
    style_transfer: () => fitInto(Number(params.maxSide), source),
  };
  return sizes[kind]();
}

/** The size of `source` with its longer side brought down to `maxSide`; the shorter side of a strip stays drawable. */
function fitInto(
  maxSide: number,
  source: { width: number; height: number } | null,
): { width: number; height: number } {
  if (!source) throw new ProviderRefusal('Style transfer without a source');
  const scale = Math.min(1, maxSide / Math.max(source.width, source.height));
  const side = (length: number) => Math.max(artSideLimits.min, Math.round(length * scale));
  return { width: side(source.width), height: side(source.height) };
}
