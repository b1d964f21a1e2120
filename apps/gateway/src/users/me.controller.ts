import { Get, Inject } from '@nestjs/common';
import type { Me } from '@gatehouse/dto';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';

@AdminController('me')
export class MeController {
  constructor(@Inject(CallerService) private readonly callers: CallerService) {}

  @Get()
  async get(@CallerParam() caller: Caller): Promise<Me> {
    const user = await this.callers.findUser(caller);
    return {
      username: user?.username ?? null,
      displayName: user?.displayName ?? null,
      role: user?.operatorRole ?? null,
      clientId: caller.clientId,
      scopes: [...caller.scopes],
    };
  }
}
