import { Module } from '@nestjs/common';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { GalleryController } from './gallery/gallery.controller.js';
import { GenerationController } from './generation.controller.js';
import { GenerationModule } from './generation.module.js';

/** The HTTP side: `/generation`, `/generations` and `/gallery`. */
@Module({
  imports: [GenerationModule],
  controllers: [CatalogueController, GenerationController, GalleryController],
})
export class GenerationHttpModule {}
