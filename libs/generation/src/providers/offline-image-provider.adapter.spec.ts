import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type ImageTask, type ProviderImage, ProviderRefusal } from './image-provider.port.js';
import { OfflineImageProvider } from './offline-image-provider.adapter.js';

const never = new AbortController().signal;

function aTask(overrides: Partial<ImageTask> = {}): ImageTask {
  return {
    generationId: '0198a3c0-7000-7000-8000-000000000001',
    kind: 'avatar',
    model: 'offline-avatar',
    prompt: 'рыжий кот',
    style: null,
    count: 1,
    seed: 7,
    params: { size: 128 },
    source: null,
    ...overrides,
  };
}

async function make(
  task: ImageTask,
  provider = new OfflineImageProvider({ concurrency: 2, delayMs: 0 }),
  signal = never,
): Promise<ProviderImage[]> {
  const images: ProviderImage[] = [];
  for await (const image of provider.collect(task, await provider.submit(), signal)) images.push(image);
  return images;
}

describe('OfflineImageProvider', () => {
  it('makes as many pictures as asked for, each with its seed, of the size asked for', async () => {
    const images = await make(aTask({ count: 3, seed: 2 ** 32 - 2 }));
    expect(images.map(({ seed }) => seed)).toEqual([2 ** 32 - 2, 2 ** 32 - 1, 0]);
    expect(new Set(images.map(({ bytes }) => bytes.toString('base64'))).size).toBe(3);
    for (const { bytes, contentType, algorithm } of images) {
      expect(contentType).toBe('image/png');
      expect(algorithm).toMatch(/^[a-z]+\/[a-z-]+$/);
      const { format, width, height } = await sharp(bytes).metadata();
      expect({ format, width, height }).toEqual({ format: 'png', width: 128, height: 128 });
    }
  });

  it('makes the same bytes for the same task, so that starting over is harmless', async () => {
    const [[first], [second]] = await Promise.all([make(aTask()), make(aTask())]);
    expect(first!.bytes.equals(second!.bytes)).toBe(true);
  });

  it('keeps the shape of the source in a style transfer', async () => {
    const bytes = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#336699' } })
      .png()
      .toBuffer();
    const source = { bytes, width: 300, height: 200 };
    const task = aTask({ kind: 'style_transfer', model: 'offline-style', params: { maxSide: 150 }, source });
    const [image] = await make(task);
    const { width, height } = await sharp(image!.bytes).metadata();
    expect([width, height]).toEqual([150, 100]);
  });

  it('refuses a source that is no picture', async () => {
    const source = { bytes: Buffer.from('not a picture'), width: 300, height: 200 };
    const task = aTask({ kind: 'style_transfer', model: 'offline-style', params: { maxSide: 150 }, source });
    await expect(make(task)).rejects.toBeInstanceOf(ProviderRefusal);
    await expect(make({ ...task, source: null })).rejects.toBeInstanceOf(ProviderRefusal);
  });

  it('fails for good when it is asked to', async () => {
    await expect(make(aTask({ params: { size: 128, simulate: 'fail' } }))).rejects.toBeInstanceOf(
      ProviderRefusal,
    );
  });

  it('ends its delay when the signal is aborted', async () => {
    const slow = new OfflineImageProvider({ concurrency: 1, delayMs: 600_000 });
    const controller = new AbortController();
    const making = make(aTask(), slow, controller.signal);
    controller.abort(new Error('not wanted any more'));
    await expect(making).rejects.toThrow();
  });
});
