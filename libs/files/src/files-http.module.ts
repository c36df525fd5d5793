import { Module } from '@nestjs/common';
import { ContentResponder } from './content-responder.js';
import { FileContents } from './file-content.service.js';
import { FileController } from './file.controller.js';
import { FilesModule } from './files.module.js';
import { UploadReceiver } from './upload-receiver.js';

/** The routes of files. The HTTP adapter must have multipart switched on. */
@Module({
  imports: [FilesModule],
  controllers: [FileController],
  providers: [ContentResponder, FileContents, UploadReceiver],
})
export class FilesHttpModule {}
