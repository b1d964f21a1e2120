import { Inject, Injectable } from '@nestjs/common';
import type {
  CreatedWebhook,
  RotateWebhookSecret,
  UpdateWebhook,
  WebhookDetail,
  WebhookInput,
} from '@gatehouse/dto';
import { SEALED_AS, type WebhookContent, WebhooksStore } from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { SharingService } from '../organizations/sharing.service.js';
import { findAddressProblem } from '../platform/checked-address.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { fieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { toWebhook } from './webhook.answers.js';
import { makeWebhookSecret } from './webhook-signature.js';

/** Keeps where events are sent to. */
@Injectable()
export class WebhooksService {
  private readonly store: WebhooksStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
    @Inject(SharingService) private readonly sharing: SharingService,
  ) {
    this.store = new WebhooksStore(platform.database.controlPool);
  }

  async list(): Promise<readonly WebhookDetail[]> {
    return (await this.store.list()).map(toWebhook);
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<WebhookDetail> {
    return toWebhook(await this.store.get(id));
  }

  /** @throws InvalidFieldsError, TakenError */
  async create(caller: Caller, input: WebhookInput): Promise<CreatedWebhook> {
    const content = await this.check(input);
    const secret = makeWebhookSecret();
    const createdBy = await this.callers.getName(caller);
    const id = await this.store.insert(content, (newId) => this.seal(newId, secret), createdBy);
    return { webhook: await this.get(id), secret };
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, TakenError */
  async replace(id: string, input: UpdateWebhook): Promise<WebhookDetail> {
    await this.store.replace(id, input.version, await this.check(input));
    return this.get(id);
  }

  /** @throws NotFoundError */
  async rotateSecret(id: string, { overlapSeconds }: RotateWebhookSecret): Promise<CreatedWebhook> {
    const secret = makeWebhookSecret();
    await this.store.rotateSecret(id, this.seal(id, secret), overlapSeconds);
    return { webhook: await this.get(id), secret };
  }

  /** @throws NotFoundError */
  delete(id: string): Promise<void> {
    return this.store.delete(id);
  }

  private seal(id: string, secret: string): Buffer {
    return this.platform.sealing.seal(Buffer.from(secret), SEALED_AS.webhookSecret(id));
  }

  private async check(input: WebhookInput): Promise<WebhookContent> {
    const problem = findAddressProblem(input.url, this.platform.env.allowsPrivateAddresses);
    if (problem === 'not-https')
      throw new InvalidFieldsError([fieldProblem('url', problem, { field: 'url' })]);
    if (problem !== undefined) throw new InvalidFieldsError([fieldProblem('url', problem)]);
    return {
      name: input.name,
      url: input.url,
      types: input.types,
      enabled: input.enabled,
      organizationId: await this.sharing.checkOrganization(input.organizationId),
    };
  }
}
