import { Module } from '@nestjs/common';
import { CreditsModule } from '#lib/credits';
import { DatabaseModule } from '#lib/database';
import { FilesModule } from '#lib/files';
import type { ModelList } from './catalogue/catalogue-model.js';
import { ModelCatalogue } from './catalogue/model-catalogue.js';
import { offlineModels } from './catalogue/offline-models.js';
import { StyleCatalogue } from './catalogue/style-catalogue.js';
import { GalleryIntake } from './gallery/gallery-intake.service.js';
import { GalleryItemEntity } from './gallery/gallery-item.entity.js';
import { GalleryStateEntity } from './gallery/gallery-state.entity.js';
import { GalleryStateService } from './gallery/gallery-state.service.js';
import { GalleryRepository } from './gallery/gallery.repository.js';
import { GalleryService } from './gallery/gallery.service.js';
import { GenerationImages } from './generation-images.service.js';
import { GenerationPlanner } from './generation-planner.service.js';
import { GenerationQueue } from './generation-queue.service.js';
import { GenerationReapJob } from './generation-reap.job.js';
import { GenerationRunJob } from './generation-run.job.js';
import { GenerationRunner } from './generation-runner.service.js';
import { GenerationSettlement } from './generation-settlement.service.js';
import { GenerationUpdates } from './generation-updates.service.js';
import { type GenerationConfig, generationConfig } from './generation.config.js';
import { GenerationEntity } from './generation.entity.js';
import { GenerationRepository } from './generation.repository.js';
import { GenerationService } from './generation.service.js';
import { ImageProviderRegistry } from './providers/image-provider.registry.js';
import { OfflineImageProvider } from './providers/offline-image-provider.adapter.js';

/** Generations, their workers and the gallery, without any door to the outside. */
@Module({
  imports: [
    DatabaseModule.forFeature([GenerationEntity, GalleryItemEntity, GalleryStateEntity]),
    CreditsModule,
    FilesModule,
  ],
  providers: [
    {
      provide: ImageProviderRegistry,
      inject: [generationConfig.token],
      useFactory: ({ offlineConcurrency, offlineDelayMs }: GenerationConfig) =>
        new ImageProviderRegistry([
          new OfflineImageProvider({ concurrency: offlineConcurrency, delayMs: offlineDelayMs }),
        ]),
    },
    {
      provide: ModelCatalogue,
      inject: [ImageProviderRegistry, generationConfig.token],
      useFactory: (providers: ImageProviderRegistry, { offlineSimulate }: GenerationConfig) => {
        const list: ModelList = offlineModels({ simulate: offlineSimulate });
        return new ModelCatalogue(providers, list);
      },
    },
    StyleCatalogue,
    GenerationRepository,
    GenerationPlanner,
    GenerationQueue,
    GenerationSettlement,
    GenerationUpdates,
    GenerationImages,
    GenerationRunner,
    GenerationRunJob,
    GenerationReapJob,
    GenerationService,
    GalleryRepository,
    GalleryIntake,
    GalleryService,
    GalleryStateService,
  ],
  exports: [ModelCatalogue, StyleCatalogue, GenerationService, GalleryService, GalleryStateService],
})
export class GenerationModule {}
