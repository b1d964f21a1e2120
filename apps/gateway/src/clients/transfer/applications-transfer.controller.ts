import { Body, Header, HttpCode, Inject, Post, StreamableFile, UseInterceptors } from '@nestjs/common';
import { type ApplicationsImportResult, ExportApplications, ImportApplications } from '@gatehouse/dto';
import { AdminController, CallerParam } from '../../admin/admin.decorators.js';
import type { Caller } from '../../admin/bearer.strategy.js';
import { Audited } from '../../audit/audit-action.js';
import { UploadInterceptor } from '../../apis/openapi/upload.js';
import { ApplicationsTransferService } from './applications-transfer.service.js';

/** Applications as a file. */
@AdminController('applications')
export class ApplicationsTransferController {
  constructor(@Inject(ApplicationsTransferService) private readonly transfer: ApplicationsTransferService) {}

  /** A returned stream, so that the audit log knows of it before it leaves. */
  @Audited('application.export')
  @Post('export')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Header('X-Content-Type-Options', 'nosniff')
  async export(@Body() body: ExportApplications): Promise<StreamableFile> {
    const text = await this.transfer.export(body);
    const isSealed = body.passphrase !== undefined;
    return new StreamableFile(Buffer.from(text), {
      // RFC 7515 §9.2.1: the compact form of a JWE too.
      type: isSealed ? 'application/jose' : 'application/json',
      disposition: `attachment; filename="applications.${isSealed ? 'jwe' : 'json'}"`,
    });
  }

  @Audited('application.import')
  @Post('import')
  @HttpCode(200)
  @UseInterceptors(UploadInterceptor)
  import(@CallerParam() caller: Caller, @Body() body: ImportApplications): Promise<ApplicationsImportResult> {
    return this.transfer.import(caller, body);
  }
}
