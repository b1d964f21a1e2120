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
  type AccountActivities,
  ActivityQuery,
  type CreatedUser,
  InviteUser,
  type Page,
  PageQuery,
  type RevokedAuthorizations,
  UpdateUser,
  type UserDetail,
  type UserFactors,
  type UserSession,
} from '@gatehouse/dto';
import { Audited } from '../audit/audit-action.js';
import { AdminController, CallerParam, LanguageParam } from '../admin/admin.decorators.js';
import { Revokes } from '../admin/revokes.js';
import type { Caller } from '../admin/bearer.strategy.js';
import type { Language } from '../platform/language.js';
import { UsersService } from './users.service.js';

@AdminController('users')
export class UsersController {
  constructor(@Inject(UsersService) private readonly users: UsersService) {}

  @Get()
  list(@Query() query: PageQuery): Promise<Page<UserDetail>> {
    return this.users.list(query);
  }

  @Post()
  create(
    @CallerParam() caller: Caller,
    @Body() body: InviteUser,
    @LanguageParam() language: Language,
  ): Promise<CreatedUser> {
    return this.users.create(caller, body, language);
  }

  @Audited('user.password-reset.send')
  @Post(':id/password-reset')
  @HttpCode(202)
  async sendPasswordReset(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @LanguageParam() language: Language,
  ): Promise<object> {
    await this.users.sendPasswordReset(caller, id, language);
    return {};
  }

  @Get(':id/factors')
  getFactors(@Param('id', ParseUUIDPipe) id: string): Promise<UserFactors> {
    return this.users.getFactors(id);
  }

  @Audited('user.factors.remove')
  @Delete(':id/factors')
  @HttpCode(204)
  removeFactors(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @LanguageParam() language: Language,
  ): Promise<void> {
    return this.users.removeFactors(caller, id, language);
  }

  @Get(':id/sessions')
  listSessions(@Param('id', ParseUUIDPipe) id: string): Promise<readonly UserSession[]> {
    return this.users.listSessions(id);
  }

  @Get(':id/activity')
  listActivity(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: ActivityQuery,
    @LanguageParam() language: Language,
  ): Promise<AccountActivities> {
    return this.users.listActivity(id, query, language);
  }

  @Audited('user.session.end')
  @Delete(':id/sessions/:sessionId')
  @HttpCode(204)
  endSession(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
  ): Promise<void> {
    return this.users.endSession(caller, id, sessionId);
  }

  @Audited('user.authorizations.revoke')
  @Delete(':id/authorizations')
  revokeAuthorizations(@Param('id', ParseUUIDPipe) id: string): Promise<RevokedAuthorizations> {
    return this.users.revokeAuthorizations(id);
  }

  @Audited('user.sessions.end')
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
