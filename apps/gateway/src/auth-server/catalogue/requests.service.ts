import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type FetchedSecret,
  type OwnRegistrationRequest,
  type OwnRegistrationRequests,
  type RequestApplication,
  type RequestableKind,
  typeOfKind,
} from '@gatehouse/dto';
import { hashSecret } from '@gatehouse/oauth-core';
import { type RegistrationRequestRow, RegistrationRequestsStore } from '@gatehouse/persistence';
import type { Language } from '../../platform/language.js';
import { listOpenScopes } from '../../platform/open-scopes.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { sayScope } from '../../platform/said-scopes.js';
import { listRedirectUriProblems } from '../../platform/registry/client-rules.js';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../../platform/validation.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { AttemptsService } from '../lockout/attempts.service.js';

/** What one person may have waiting; an operator has to read it all. */
const MAX_WAITING = 5;

/** Client developers ask for applications, see what became of that, and fetch the secret, once. */
@Injectable()
export class RequestsService {
  private readonly store: RegistrationRequestsStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AttemptsService) private readonly attempts: AttemptsService,
  ) {
    this.store = new RegistrationRequestsStore(platform.database.pool);
  }

  /** @throws InteractionProblem 404 where nobody may ask */
  checkOpen(): void {
    if (!this.platform.settings().takesRequests) throw new InteractionProblem('requests-closed');
  }

  listScopes(language: Language): OwnRegistrationRequests['scopes'] {
    const snapshot = this.platform.snapshots.current();
    return [...listOpenScopes(snapshot)].map((name) => {
      const { title } = sayScope(snapshot, name, language);
      return { name, title };
    });
  }

  async list(userId: string): Promise<readonly OwnRegistrationRequest[]> {
    return (await this.store.listOf(userId)).map(toOwn);
  }

  /** @throws InvalidFieldsError, InteractionProblem 409, 429 */
  async ask(userId: string, input: RequestApplication): Promise<void> {
    this.checkFields(input);
    const budget = { key: `registration requests of ${userId}`, atOnce: 10, refillSeconds: 3600 };
    await this.attempts.take({ own: [], strangers: [budget] });
    const { name, purpose, kind, redirectUris, scopes } = input;
    const row = { id: randomUUID(), userId, name, purpose, kind, redirectUris, scopes };
    if (!(await this.store.insert(row, MAX_WAITING))) throw new InteractionProblem('requests-waiting');
  }

  /** @throws InteractionProblem 410 */
  async fetchSecret(id: string, userId: string): Promise<FetchedSecret> {
    const clientSecret = randomBytes(32).toString('base64url');
    const secret = { id: randomUUID(), secretHash: hashSecret(clientSecret) };
    const clientId = await this.store.claimSecret(id, userId, secret);
    if (clientId === undefined) throw new InteractionProblem('secret-gone');
    await this.platform.snapshots.refresh('clients');
    return { clientId, clientSecret };
  }

  private checkFields({ kind, redirectUris, scopes }: RequestApplication): void {
    const open = listOpenScopes(this.platform.snapshots.current());
    const closed = scopes.filter((name) => !open.has(name));
    const problems: FieldProblem[] = [
      ...listRedirectUriProblems('redirectUris', redirectUris, typeOfKind(kind)),
      ...(kind !== 'machine' && redirectUris.length === 0
        ? [fieldProblem('redirectUris', 'redirect-uris-missing')]
        : []),
      ...(kind === 'machine' && redirectUris.length > 0
        ? [fieldProblem('redirectUris', 'redirect-uris-of-machine')]
        : []),
      ...(closed.length === 0
        ? []
        : [fieldProblem('scopes', 'scopes-not-in-catalogue', { names: closed.join(', ') })]),
    ];
    if (problems.length > 0) throw new InvalidFieldsError(problems);
  }
}

const toOwn = (row: RegistrationRequestRow): OwnRegistrationRequest => ({
  id: row.id,
  name: row.name,
  purpose: row.purpose,
  kind: row.kind as RequestableKind,
  redirectUris: row.redirectUris,
  scopes: row.scopes,
  state: row.state,
  reason: row.reason,
  createdAt: row.createdAt.toISOString(),
  decidedAt: row.decidedAt?.toISOString() ?? null,
  clientId: row.clientId,
  secret:
    !row.hasSecret || row.clientId === null ? 'none' : row.secretFetchedAt === null ? 'ready' : 'fetched',
});
