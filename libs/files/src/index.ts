export { type FileView, fileSchema } from './file.dto.js';
export { FileLinks } from './file-links.js';
export type { FilePurpose } from './file-purpose.js';
export type { FileRecord, StoredFile, StoredImage, StoredVariant } from './file-record.js';
export { type FilesConfig, filesConfig } from './files.config.js';
export { FileNotFoundError, FileQuotaExceededError } from './files.errors.js';
export { FilesHttpModule } from './files-http.module.js';
export { FilesModule } from './files.module.js';
export { FilesService, type ImageInput } from './files.service.js';
