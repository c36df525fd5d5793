export type { BilingualText, CatalogueModel, ParamsSchema } from './catalogue/catalogue-model.js';
export { type ListedModel, ModelCatalogue } from './catalogue/model-catalogue.js';
export { type Style, StyleCatalogue } from './catalogue/style-catalogue.js';
export {
  galleryItemSchema,
  type GalleryItemView,
  type GalleryPageView,
  type GalleryPatch,
  type GalleryQuery,
  galleryQuerySchema,
  type GalleryStats,
} from './gallery/gallery.dto.js';
export { GalleryService } from './gallery/gallery.service.js';
export type { JsonText } from './gallery/gallery-item.json.js';
export type { Provenance } from './gallery/provenance.js';
export { type GenerationConfig, generationConfig } from './generation.config.js';
export {
  type GenerationsQuery,
  generationSchema,
  type GenerationView,
  type NewGenerationInput,
  newGenerationSchema,
} from './generation.dto.js';
export { EVENTS_NAMESPACE, GENERATION_UPDATED, type GenerationUpdated } from './generation.events.js';
export { type GenerationKind, generationKinds, type ImageKind, imageKinds } from './generation-kind.js';
export { GenerationHttpModule } from './generation-http.module.js';
export { GenerationModule } from './generation.module.js';
export { GenerationService } from './generation.service.js';
export { GenerationSocketModule } from './generation-socket.module.js';
export type { GenerationStatus } from './generation-state.js';
