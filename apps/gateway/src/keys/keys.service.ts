import { Inject, Injectable } from '@nestjs/common';
import type { KeyDetail, KeyRotation, Page, RotateKey } from '@gatehouse/dto';
import { SIGNING_ALGORITHMS } from '@gatehouse/oauth-core';
import { NotFoundError } from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { NoNextKeyError } from '../platform/key-orders.js';
import { explainRotation, toKeyDetails } from './key.answers.js';

/** Signing keys, for operators: seen, rotated by hand, revoked when compromised. */
@Injectable()
export class KeysService {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {}

  /** All of them, the revoked ones too: there are few. */
  async list(): Promise<Page<KeyDetail>> {
    const items = toKeyDetails(await this.platform.keyKeeper.list(), this.platform.env);
    return { items, total: items.length, page: 1, pageSize: items.length };
  }

  /** @throws NotFoundError when there is no such algorithm; ProblemError 403, 409 when the outside signer offers no key */
  async rotate(
    caller: Caller,
    name: string,
    { when = 'now', compromised = false }: RotateKey,
  ): Promise<KeyRotation> {
    const algorithm = SIGNING_ALGORITHMS.find((known) => known === name);
    if (algorithm === undefined) throw new NotFoundError('signing algorithm');
    await this.callers.checkIsAdmin(caller, 'only-admins-rotate-keys');
    const order = { isPublishedFirst: when === 'published', isCompromised: compromised };
    const effectiveAt = await this.platform.keyKeeper.rotate(algorithm, order).catch(explainFailure);
    await this.platform.snapshots.refresh('keys');
    const { items } = await this.list();
    return {
      effectiveAt: effectiveAt.toISOString(),
      explanation: explainRotation(effectiveAt, compromised, new Date()),
      keys: items.filter((key) => key.algorithm === algorithm),
    };
  }

  /** Can be repeated. @throws NotFoundError, ProblemError 403 */
  async revoke(caller: Caller, kid: string): Promise<void> {
    await this.callers.checkIsAdmin(caller, 'only-admins-revoke-keys');
    const known = await this.platform.keyKeeper.list();
    if (!known.some((key) => key.kid === kid)) throw new NotFoundError('signing key');
    await this.platform.keyKeeper.revoke(kid);
    await this.platform.snapshots.refresh('keys');
  }
}

function explainFailure(error: unknown): never {
  if (!(error instanceof NoNextKeyError)) throw error;
  throw new ProblemError('no-next-key', { algorithm: error.algorithm });
}
