import {
  Body,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import {
  type ApiDetail,
  type ApisFileStatus,
  type ApisImportResult,
  ExportQuery,
  ImportApis,
} from '@gatehouse/dto';
import type { Response } from 'express';
import { Audited } from '../../audit/audit-action.js';
import { AdminController } from '../../admin/admin.decorators.js';
import { UploadInterceptor } from '../openapi/upload.js';
import { ApisDocumentsService } from './apis-documents.service.js';
import { ApisFileService } from './apis-file.service.js';

/** APIs as documents: the file that is followed, and what is carried from one system to another. */
@AdminController('apis')
export class ApisDocumentsController {
  constructor(
    @Inject(ApisDocumentsService) private readonly documents: ApisDocumentsService,
    @Inject(ApisFileService) private readonly file: ApisFileService,
  ) {}

  @Get('file')
  describe(): Promise<ApisFileStatus> {
    return this.file.describe();
  }

  @Audited('api.export')
  @Get('export')
  async export(@Query() query: ExportQuery, @Res() response: Response): Promise<void> {
    const text = await this.documents.export(query);
    const { format = 'yaml' } = query;
    response
      .set('Content-Type', `application/${format}`)
      .set('Content-Disposition', `attachment; filename="apis.${format}"`)
      .set('X-Content-Type-Options', 'nosniff')
      .end(text);
  }

  @Audited('api.import')
  @Post('import')
  @HttpCode(200)
  @UseInterceptors(UploadInterceptor)
  import(@Body() body: ImportApis): Promise<ApisImportResult> {
    return this.documents.import(body);
  }

  @Audited('api.release')
  @Post(':id/release')
  @HttpCode(200)
  release(@Param('id', ParseUUIDPipe) id: string): Promise<ApiDetail> {
    return this.documents.release(id);
  }

  @Audited('api.hand-back')
  @Post(':id/hand-back')
  @HttpCode(200)
  handBack(@Param('id', ParseUUIDPipe) id: string): Promise<ApiDetail> {
    return this.documents.handBack(id);
  }
}
