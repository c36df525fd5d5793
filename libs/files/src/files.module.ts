import { Module } from '@nestjs/common';
import { DatabaseModule } from '#lib/database';
import { FileIntake } from './file-intake.service.js';
import { FileLinks } from './file-links.js';
import { FileRemoval } from './file-removal.service.js';
import { FileSweepJob } from './file-sweep.job.js';
import { FileEntity, FileUsageEntity } from './file.entity.js';
import { FileRepository } from './file.repository.js';
import { FilesService } from './files.service.js';
import { ImageProcessor } from './image-processor.js';
import { ObjectRemovalJob } from './object-removal.job.js';
import { UploadSpool } from './upload-spool.js';

/** Files for every lib above. Needs the global Storage, Jobs, Database, Clock and Config modules. */
@Module({
  imports: [DatabaseModule.forFeature([FileEntity, FileUsageEntity])],
  providers: [
    FileRepository,
    FileRemoval,
    FileIntake,
    FileLinks,
    FilesService,
    FileSweepJob,
    ImageProcessor,
    ObjectRemovalJob,
    UploadSpool,
  ],
  exports: [FileLinks, FileRepository, FilesService, UploadSpool],
})
export class FilesModule {}
