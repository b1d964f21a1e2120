import { Body, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { type KeyDetail, type KeyRotation, type Page, RotateKey } from '@gatehouse/dto';
import { Audited } from '../audit/audit-action.js';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import { Revokes } from '../admin/revokes.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { KeysService } from './keys.service.js';

@AdminController('keys')
export class KeysController {
  constructor(@Inject(KeysService) private readonly keys: KeysService) {}

  @Get()
  list(): Promise<Page<KeyDetail>> {
    return this.keys.list();
  }

  @Audited('signing-keys.rotate')
  @Post(':algorithm/rotate')
  @HttpCode(200)
  rotate(
    @CallerParam() caller: Caller,
    @Param('algorithm') algorithm: string,
    @Body() body: RotateKey,
  ): Promise<KeyRotation> {
    return this.keys.rotate(caller, algorithm, body);
  }

  @Audited('signing-keys.revoke')
  @Delete(':kid')
  @HttpCode(204)
  @Revokes('signing-key', 'kid')
  revoke(@CallerParam() caller: Caller, @Param('kid') kid: string): Promise<void> {
    return this.keys.revoke(caller, kid);
  }
}
