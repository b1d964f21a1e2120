import {
  Body,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import {
  type ApiKeyDetail,
  ApiKeyInput,
  type ApplicationApi,
  type CallableApi,
  type CreatedApiKey,
  type Page,
  PageQuery,
  UpdateApiKey,
} from '@gatehouse/dto';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { Revokes } from '../admin/revokes.js';
import { ApiKeysService } from './api-keys.service.js';

/** What an application calls APIs with, besides access tokens, and which ones it may call. */
@AdminController('applications/:id')
export class ApiKeysController {
  constructor(@Inject(ApiKeysService) private readonly keys: ApiKeysService) {}

  @Get('apis')
  listApis(
    @CallerParam() { memberId }: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<readonly ApplicationApi[]> {
    return this.keys.listApis(id, memberId === null ? 'all' : 'catalogue');
  }

  @Get('apis/:apiId')
  getApi(
    @CallerParam() { memberId }: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('apiId', ParseUUIDPipe) apiId: string,
  ): Promise<CallableApi> {
    return this.keys.getApi(id, memberId === null ? 'all' : 'catalogue', apiId);
  }

  @Get('api-keys')
  list(@Param('id', ParseUUIDPipe) id: string, @Query() query: PageQuery): Promise<Page<ApiKeyDetail>> {
    return this.keys.list(id, query);
  }

  @Post('api-keys')
  create(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ApiKeyInput,
  ): Promise<CreatedApiKey> {
    return this.keys.create(caller, id, body);
  }

  @Patch('api-keys/:keyId')
  @Revokes('api-key', 'keyId')
  update(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('keyId', ParseUUIDPipe) keyId: string,
    @Body() body: UpdateApiKey,
  ): Promise<ApiKeyDetail> {
    return this.keys.update(id, keyId, body);
  }

  @Delete('api-keys/:keyId')
  @Revokes('api-key', 'keyId')
  @HttpCode(204)
  delete(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('keyId', ParseUUIDPipe) keyId: string,
  ): Promise<void> {
    return this.keys.delete(id, keyId);
  }
}
