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
  Res,
} from '@nestjs/common';
import {
  type Page,
  PageQuery,
  type ProviderConnection,
  type ProviderDetail,
  ProviderInput,
  type ProviderTest,
  UpdateProvider,
} from '@gatehouse/dto';
import type { Response } from 'express';
import { Audited } from '../audit/audit-action.js';
import { AdminController } from '../admin/admin.decorators.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { writeConnectionCookie } from './connection-cookie.js';
import { ConnectionService } from './connection.service.js';
import { ProvidersService } from './providers.service.js';

@AdminController('providers')
export class ProvidersController {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(ProvidersService) private readonly providers: ProvidersService,
    @Inject(ConnectionService) private readonly connections: ConnectionService,
  ) {}

  @Get()
  list(@Query() query: PageQuery): Promise<Page<ProviderDetail>> {
    return this.providers.list(query);
  }

  @Post()
  create(@Body() body: ProviderInput): Promise<ProviderDetail> {
    return this.providers.create(body);
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<ProviderDetail> {
    return this.providers.get(id);
  }

  @Put(':id')
  replace(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateProvider): Promise<ProviderDetail> {
    return this.providers.replace(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.providers.delete(id);
  }

  @Audited('provider.test')
  @Post(':id/test')
  @HttpCode(200)
  test(@Param('id', ParseUUIDPipe) id: string): Promise<ProviderTest> {
    return this.providers.test(id);
  }

  @Audited('provider.connect')
  @Post(':id/connection')
  @HttpCode(200)
  async connect(
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProviderConnection> {
    const { location, cookie } = await this.connections.begin(id);
    response.append('Set-Cookie', writeConnectionCookie(this.platform.env, cookie));
    return { location };
  }
}
