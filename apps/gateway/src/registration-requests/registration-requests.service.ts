import { Inject, Injectable } from '@nestjs/common';
import type {
  ApproveRequest,
  DeclineRequest,
  Page,
  RegistrationRequestDetail,
  RegistrationRequestQuery,
  RequestableKind,
} from '@gatehouse/dto';
import {
  type RegistrationRequestRow,
  RegistrationRequestsStore,
  StaleVersionError,
} from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { ApplicationsService } from '../clients/applications.service.js';
import { mailDecision } from '../platform/request-mail.js';
import type { Language } from '../platform/language.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

/** What client developers ask for: approved, which registers it, or declined. They are told by mail. */
@Injectable()
export class RegistrationRequestsService {
  private readonly store: RegistrationRequestsStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
    @Inject(ApplicationsService) private readonly applications: ApplicationsService,
  ) {
    this.store = new RegistrationRequestsStore(platform.database.controlPool);
  }

  async list(query: RegistrationRequestQuery): Promise<Page<RegistrationRequestDetail>> {
    const { items, total } = await this.store.list(query, query.state);
    return { items: items.map(toDetail), total, page: query.page, pageSize: query.pageSize };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<RegistrationRequestDetail> {
    return toDetail(await this.store.get(id));
  }

  /**
   * Registers the application, with a secret that nobody sees: the requester fetches another one.
   * @throws NotFoundError, StaleVersionError, InvalidFieldsError, ProblemError 403
   */
  async approve(
    caller: Caller,
    id: string,
    input: ApproveRequest,
    language: Language,
  ): Promise<RegistrationRequestDetail> {
    const asked = await this.store.get(id);
    if (asked.state !== 'waiting' || asked.version !== input.version) throw new StaleVersionError('request');
    const { application } = await this.applications.create(caller, {
      name: input.name,
      description: asked.purpose,
      kind: asked.kind as RequestableKind,
      redirectUris: input.redirectUris,
      allowedScopes: input.allowedScopes,
      organizationId: input.organizationId ?? null,
      ...(asked.email !== null && { contactEmail: asked.email }),
    });
    const [client] = application.clients;
    try {
      await this.store.approve(id, input.version, await this.callers.getName(caller), {
        applicationId: application.id,
        clientId: client?.clientId ?? '',
        unseenSecretId: client?.secrets[0]?.id ?? null,
      });
    } catch (error) {
      // Somebody else was quicker: theirs is the one.
      await this.applications.delete(application.id);
      throw error;
    }
    return this.tell(id, language);
  }

  /** @throws NotFoundError, StaleVersionError */
  async decline(
    caller: Caller,
    id: string,
    { version, reason }: DeclineRequest,
    language: Language,
  ): Promise<RegistrationRequestDetail> {
    await this.store.decline(id, version, await this.callers.getName(caller), reason);
    return this.tell(id, language);
  }

  private async tell(id: string, language: Language): Promise<RegistrationRequestDetail> {
    const row = await this.store.get(id);
    await mailDecision(this.platform, row, language).catch((error: unknown) =>
      this.platform.logger.error('mail about a request is not written', { id, error }),
    );
    return toDetail(row);
  }
}

const toDetail = (row: RegistrationRequestRow): RegistrationRequestDetail => ({
  id: row.id,
  user: { id: row.userId, username: row.username, displayName: row.displayName, email: row.email },
  name: row.name,
  purpose: row.purpose,
  kind: row.kind as RequestableKind,
  redirectUris: row.redirectUris,
  scopes: row.scopes,
  state: row.state,
  reason: row.reason,
  decidedBy: row.decidedBy,
  decidedAt: row.decidedAt?.toISOString() ?? null,
  applicationId: row.applicationId,
  clientId: row.clientId,
  secretFetchedAt: row.secretFetchedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  version: row.version,
});
