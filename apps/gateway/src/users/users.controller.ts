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
  type CreatedUser,
  InviteUser,
  type Page,
  PageQuery,
  UpdateUser,
  type UserDetail,
  type UserFactors,
} from '@gatehouse/dto';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import { Revokes } from '../admin/revokes.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { UsersService } from './users.service.js';

@AdminController('users')
export class UsersController {
  constructor(@Inject(UsersService) private readonly users: UsersService) {}

  @Get()
  list(@Query() query: PageQuery): Promise<Page<UserDetail>> {
    return this.users.list(query);
  }

  @Post()
  create(@CallerParam() caller: Caller, @Body() body: InviteUser): Promise<CreatedUser> {
    return this.users.create(caller, body);
  }

  @Post(':id/password-reset')
  @HttpCode(202)
  async sendPasswordReset(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<object> {
    await this.users.sendPasswordReset(caller, id);
    return {};
  }

  @Get(':id/factors')
  getFactors(@Param('id', ParseUUIDPipe) id: string): Promise<UserFactors> {
    return this.users.getFactors(id);
  }

  @Delete(':id/factors')
  @HttpCode(204)
  removeFactors(@CallerParam() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.users.removeFactors(caller, id);
  }

  @Delete(':id/sessions')
  @HttpCode(204)
  endSessions(@CallerParam() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.users.endSessions(caller, id);
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<UserDetail> {
    return this.users.get(id);
  }

  @Patch(':id')
  @Revokes('user', 'id')
  update(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateUser,
  ): Promise<UserDetail> {
    return this.users.update(caller, id, body);
  }
}
