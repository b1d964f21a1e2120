import {
  Body,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import {
  type ApiChecks,
  type ApiDetail,
  ApiInput,
  type ApiSummary,
  CheckApi,
  type Page,
  PageQuery,
  UpdateApi,
} from '@gatehouse/dto';
import { Audited, ChangesNothing } from '../audit/audit-action.js';
import { AdminController } from '../admin/admin.decorators.js';
import { Revokes } from '../admin/revokes.js';
import { ApisService } from './apis.service.js';
import { UploadInterceptor } from './openapi/upload.js';

@AdminController('apis')
export class ApisController {
  constructor(@Inject(ApisService) private readonly apis: ApisService) {}

  @Get()
  list(@Query() query: PageQuery): Promise<Page<ApiSummary>> {
    return this.apis.list(query);
  }

  @Post()
  @UseInterceptors(UploadInterceptor)
  create(@Body() body: ApiInput): Promise<ApiDetail> {
    return this.apis.create(body);
  }

  @ChangesNothing()
  @Post('checks')
  @UseInterceptors(UploadInterceptor)
  @HttpCode(200)
  check(@Body() body: CheckApi): Promise<ApiChecks> {
    return this.apis.check(body);
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<ApiDetail> {
    return this.apis.get(id);
  }

  @Put(':id')
  @UseInterceptors(UploadInterceptor)
  @Revokes('api', 'id')
  replace(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateApi): Promise<ApiDetail> {
    return this.apis.replace(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Revokes('api', 'id')
  delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.apis.delete(id);
  }

  @Audited('api.cache.purge')
  @Delete(':id/cache')
  @HttpCode(204)
  purgeCache(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.apis.purgeCache(id);
  }
}
