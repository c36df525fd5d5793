import sharp from 'sharp';
import { imageKinds } from '#lib/generation';
import {
  ImageProvider,
  type ImageTask,
  type ProviderImage,
} from '../../libs/generation/src/providers/image-provider.port.js';

/** A provider that does what the spec says, under the name of the offline one, so that the catalogue leads to it. */
export class ScriptedProvider extends ImageProvider {
  readonly id = 'offline';
  readonly capabilities = { kinds: imageKinds };
  readonly submitted: string[] = [];
  readonly collected: (string | null)[] = [];
  readonly canceled: string[] = [];
  /** Null: keeps nothing, as the real offline provider. */
  requestIdOf: (task: ImageTask) => string | null = () => null;
  /** Runs before each image; what it throws is what the provider throws. */
  beforeImage: (task: ImageTask, index: number, signal: AbortSignal) => Promise<void> | void = () => {};
  /** How many images it delivers. */
  delivers: (task: ImageTask) => number = ({ count }) => count;

  async submit(task: ImageTask): Promise<string | null> {
    const requestId = this.requestIdOf(task);
    if (requestId !== null) this.submitted.push(requestId);
    return requestId;
  }

  async *collect(
    task: ImageTask,
    requestId: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<ProviderImage> {
    this.collected.push(requestId);
    for (let index = 0; index < this.delivers(task); index += 1) {
      await this.beforeImage(task, index, signal);
      yield {
        bytes: await aPicture((task.seed + index) % 256),
        contentType: 'image/png',
        seed: task.seed + index,
        algorithm: 'test/square',
      };
    }
  }

  async cancel(requestId: string): Promise<void> {
    this.canceled.push(requestId);
  }
}

/** A small PNG of one colour. */
export function aPicture(shade = 120, width = 8, height = 8): Promise<Buffer> {
  const background = { r: shade, g: 90, b: 60 };
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}
