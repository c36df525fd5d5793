export { type StorageConfig, storageConfig } from './storage.config.js';
export {
  StorageCannotPresign,
  StorageContentTypeError,
  StorageKeyError,
  StorageObjectNotFoundError,
  StorageRangeError,
  StorageSizeError,
} from './storage.errors.js';
export { isDiskFailure, storageUnavailable } from './storage-failure.js';
export { contentTypeOf } from './storage-key.js';
export { StorageModule } from './storage.module.js';
export {
  type ByteRange,
  type GetOptions,
  type OpenedObject,
  type PresignedUpload,
  type PresignOptions,
  type PutOptions,
  Storage,
  type StorageCall,
  type StorageHealth,
  type StoredObject,
} from './storage.port.js';
