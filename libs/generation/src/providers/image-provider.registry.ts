import type { ImageProvider } from './image-provider.port.js';

/** The providers that are set up in this process. */
export class ImageProviderRegistry {
  private readonly providers: ReadonlyMap<string, ImageProvider>;

  constructor(providers: readonly ImageProvider[]) {
    this.providers = new Map(providers.map((provider) => [provider.id, provider]));
  }

  find(id: string): ImageProvider | null {
    return this.providers.get(id) ?? null;
  }
}
