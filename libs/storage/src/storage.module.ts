import { join } from 'node:path';
import { Global, Logger, Module } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { type AppConfig, appConfig } from '#lib/config';
import { DiskStorage } from './disk-storage.adapter.js';
import { type StorageConfig, storageConfig } from './storage.config.js';
import { Storage } from './storage.port.js';

/** Provides `Storage` to every lib: the adapter is chosen here, once. */
@Global()
@Module({
  providers: [
    {
      provide: Storage,
      inject: [appConfig.token, storageConfig.token, Clock],
      useFactory: async (app: AppConfig, config: StorageConfig, clock: Clock): Promise<Storage> => {
        const storage = await DiskStorage.at(join(app.dataDir, 'storage'), { ...config, clock });
        new Logger('Storage').log(`Files are kept by the ${storage.adapter} adapter in ${storage.root}.`);
        return storage;
      },
    },
  ],
  exports: [Storage],
})
export class StorageModule {}
