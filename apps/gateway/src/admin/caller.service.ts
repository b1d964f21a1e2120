import { Inject, Injectable } from '@nestjs/common';
import type { PlainAdminProblemCode } from '@gatehouse/dto';
import { type UserRecord, UsersStore } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import type { Caller } from './bearer.strategy.js';

/** What an admin alone may do, as the refusal of everybody else says it. */
export type OnlyAdmins = Extract<PlainAdminProblemCode, `only-admins-${string}`>;

/** What the control plane wants to know of its caller beyond the access token. */
@Injectable()
export class CallerService {
  private readonly users: UsersStore;

  constructor(@Inject(PLATFORM) platform: Platform) {
    this.users = new UsersStore(platform.database.dataSource);
  }

  /** The operator; undefined for a machine. */
  async findUser(caller: Caller): Promise<UserRecord | undefined> {
    return caller.userId === null ? undefined : this.users.get(caller.userId);
  }

  /** For "created by". */
  async getName(caller: Caller): Promise<string> {
    return (await this.findUser(caller))?.username ?? caller.clientId;
  }

  /** Whoever hands out rights over Gatehouse itself must be an admin, or a machine that an admin registered. */
  async checkIsAdmin(caller: Caller, problem: OnlyAdmins): Promise<void> {
    const user = await this.findUser(caller);
    if (user !== undefined && user.operatorRole !== 'admin') {
      throw new ProblemError(problem);
    }
  }
}
