import {
  Body,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import {
  type ApiDetail,
  ImportOpenApi,
  type OpenApiDetail,
  type OpenApiDifference,
  OpenApiDocumentInput,
  type OpenApiPreview,
  UpdateFromOpenApi,
} from '@gatehouse/dto';
import type { Response } from 'express';
import { Audited, ChangesNothing } from '../../audit/audit-action.js';
import { AdminController } from '../../admin/admin.decorators.js';
import { OpenApiService } from './openapi.service.js';
import { UploadInterceptor } from './upload.js';

/** APIs from OpenAPI documents: looked at first, and then applied. */
@AdminController('apis')
export class OpenApiDocumentsController {
  constructor(@Inject(OpenApiService) private readonly documents: OpenApiService) {}

  @ChangesNothing()
  @Post('openapi/preview')
  @HttpCode(200)
  @UseInterceptors(UploadInterceptor)
  preview(@Body() body: ImportOpenApi): Promise<OpenApiPreview> {
    return this.documents.preview(body);
  }

  @Audited('api.create')
  @Post('openapi')
  @UseInterceptors(UploadInterceptor)
  create(@Body() body: ImportOpenApi): Promise<ApiDetail> {
    return this.documents.create(body);
  }

  @ChangesNothing()
  @Post(':id/openapi/preview')
  @HttpCode(200)
  @UseInterceptors(UploadInterceptor)
  previewUpdate(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: OpenApiDocumentInput,
  ): Promise<OpenApiDifference> {
    return this.documents.previewUpdate(id, body);
  }

  @Put(':id/openapi')
  @UseInterceptors(UploadInterceptor)
  update(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateFromOpenApi): Promise<ApiDetail> {
    return this.documents.update(id, body);
  }

  @Get(':id/openapi')
  describe(@Param('id', ParseUUIDPipe) id: string): Promise<OpenApiDetail> {
    return this.documents.describe(id);
  }

  /** As it was uploaded, byte for byte; as a file: it is somebody else's text on the console's origin. */
  @Get(':id/openapi/document')
  async download(@Param('id', ParseUUIDPipe) id: string, @Res() response: Response): Promise<void> {
    const { document, format } = await this.documents.getDocument(id);
    response
      .set('Content-Type', format === 'json' ? 'application/json' : 'application/yaml')
      .set('Content-Disposition', `attachment; filename="openapi.${format}"`)
      .set('X-Content-Type-Options', 'nosniff')
      .end(document);
  }
}
