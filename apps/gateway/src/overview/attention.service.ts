import { readFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { AttentionKind, AttentionList } from '@gatehouse/dto';
import { ATTENTION_KINDS } from '@gatehouse/dto';
import {
  AttentionStore,
  DismissalsStore,
  NodeTargetsStore,
  TrafficSummaryStore,
} from '@gatehouse/persistence';
import { ReceiptsService } from '../nodes/receipts.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import type { RunTimeSettings } from '../platform/run-time-settings.js';
import {
  type Matter,
  toApiKeyMatter,
  toFailingMatter,
  toMessageMatter,
  toServerErrorMatter,
  toNodeMatter,
  toSecretMatter,
  toTargetMatters,
  toUnusedClientMatter,
  toUnusedScopeMatter,
  toWebhookMatter,
} from './attention-items.js';
import { type CertificateHolder, listEndingCertificates } from './certificates-ending.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const FAILING_MS = 15 * MINUTE_MS;
/** For how long something must have been there before it can be said to be unused. */
const SETTLED_MS = 30 * DAY_MS;
const PER_KIND = 10;
/** What changes by the day is not looked for more often than this. */
const SLOW_MS = MINUTE_MS;

const URGENCIES = ['now', 'soon', 'tidy'];

interface Found {
  readonly matters: readonly Matter[];
  readonly totals: ReadonlyMap<AttentionKind, number>;
}

/** What somebody should look at, of everything that Gatehouse knows. */
@Injectable()
export class AttentionService {
  private readonly store: AttentionStore;
  private readonly targets: NodeTargetsStore;
  private readonly summary: TrafficSummaryStore;
  private readonly dismissals: DismissalsStore;
  private slow:
    { readonly at: number; readonly settings: RunTimeSettings; readonly found: Promise<Found> } | undefined;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(ReceiptsService) private readonly receipts: ReceiptsService,
  ) {
    const { pool, dataSource } = platform.database;
    this.store = new AttentionStore(pool);
    this.targets = new NodeTargetsStore(pool);
    this.summary = new TrafficSummaryStore(dataSource);
    this.dismissals = new DismissalsStore(pool);
  }

  /** @param userId of the operator who asks; undefined: a machine, which dismisses nothing */
  async list(userId: string | undefined): Promise<AttentionList> {
    const [now, byDay, dismissed] = await Promise.all([
      this.findNow(),
      this.findByDay(),
      userId === undefined ? [] : this.dismissals.list(userId),
    ]);
    const isDismissed = new Set(dismissed);
    const cut: Partial<Record<AttentionKind, number>> = {};
    const items = ATTENTION_KINDS.flatMap((kind) => {
      const all = [...now, ...byDay.matters].filter((matter) => matter.kind === kind);
      const total = Math.max(byDay.totals.get(kind) ?? 0, all.length);
      if (total > PER_KIND) cut[kind] = total;
      return all.slice(0, PER_KIND);
    }).map((matter) => ({ ...matter, isDismissed: isDismissed.has(matter.key) }));
    const { expiryWarningDays } = this.platform.settings();
    const rank = ({ urgency }: Matter): number => URGENCIES.indexOf(urgency);
    return { items: items.sort((a, b) => rank(a) - rank(b)), cut, expiryWarningDays };
  }

  /** What may change from one second to the next. */
  private async findNow(): Promise<Matter[]> {
    const [nodes, failing, ailing, messages, webhooks, serverErrors] = await Promise.all([
      this.receipts.listNodes(),
      this.store.listFailingApis(new Date(Date.now() - FAILING_MS)),
      this.targets.listAiling(),
      this.store.countUnsentMessages(),
      this.store.listGivenUpWebhooks(),
      this.store.countServerErrors(new Date(Date.now() - HOUR_MS)),
    ]);
    const names = new Map(this.platform.snapshots.current().apis.map(({ id, name }) => [id, name]));
    return [
      ...nodes.items.flatMap((node) => toNodeMatter(node) ?? []),
      ...(serverErrors === 0 ? [] : [toServerErrorMatter(serverErrors)]),
      ...failing.map(toFailingMatter),
      ...toTargetMatters(ailing, names),
      ...webhooks.map(toWebhookMatter),
      ...(messages.total === 0 ? [] : [toMessageMatter(messages.total, messages.lastError)]),
    ];
  }

  /** However many look. */
  private findByDay(): Promise<Found> {
    const now = Date.now();
    const settings = this.platform.settings();
    const { slow } = this;
    if (slow !== undefined && slow.settings === settings && now - slow.at < SLOW_MS) return slow.found;
    const found = this.lookByDay(now, settings);
    this.slow = { at: now, settings, found };
    found.catch(() => (this.slow = undefined));
    return found;
  }

  private async lookByDay(now: number, { unusedDays, expiryWarningDays }: RunTimeSettings): Promise<Found> {
    const until = new Date(now + expiryWarningDays * DAY_MS);
    const usedSince = new Date(now - unusedDays * DAY_MS);
    const { summedTo, knownSince } = await this.summary.getState();
    // Before it has looked for as long, nothing can be said to be unused.
    const knowsUse = now - knownSince.getTime() >= SETTLED_MS;
    const unused = { createdBefore: new Date(now - SETTLED_MS), summedTo, limit: PER_KIND };
    const nothing = { rows: [], total: 0 };
    const [secrets, apiKeys, clients, scopes, holders] = await Promise.all([
      this.store.listEndingSecrets(until, PER_KIND),
      this.store.listEndingApiKeys(until, PER_KIND),
      knowsUse ? this.store.listUnusedClients({ ...unused, usedSince }) : nothing,
      knowsUse ? this.store.listUnusedScopes(unused) : nothing,
      this.listHolders(),
    ]);
    return {
      matters: [
        ...holders.flatMap((holder) => listEndingCertificates(holder, new Date(now), until)),
        ...secrets.rows.map(toSecretMatter),
        ...apiKeys.rows.map(toApiKeyMatter),
        ...clients.rows.map((row) => toUnusedClientMatter(row, unusedDays)),
        ...scopes.rows.map(toUnusedScopeMatter),
      ],
      totals: new Map([
        ['secret', secrets.total],
        ['api-key', apiKeys.total],
        ['unused-client', clients.total],
        ['unused-scope', scopes.total],
      ]),
    };
  }

  private async listHolders(): Promise<CertificateHolder[]> {
    const { apis } = this.platform.snapshots.current();
    const [clients, issuers] = await Promise.all([
      this.store.listClientCertificates(),
      this.store.listIssuerCertificates(),
    ]);
    return [
      ...(await this.listOwn()),
      ...apis.flatMap(({ id, name, tls }): CertificateHolder[] =>
        tls === null
          ? []
          : [
              {
                kind: 'upstream',
                values: { api: name },
                title: `Upstream TLS of ${name}`,
                consequence: 'the upstream cannot be called then.',
                target: { page: 'api', id },
                certificates: [tls.caCertificates ?? '', tls.clientCertificate ?? ''],
              },
            ],
      ),
      ...clients.map(({ clientId, applicationId, applicationName, certificates, x5c }) => ({
        kind: 'client' as const,
        values: { application: applicationName, client: clientId },
        title: applicationName,
        consequence: `${clientId} cannot prove itself with it then.`,
        target: { page: 'application' as const, id: applicationId },
        certificates: [...certificates, ...x5c],
      })),
      ...issuers.map(({ issuerId, name, certificates }) => ({
        kind: 'trusted' as const,
        values: { issuer: name },
        title: `Trusted issuer ${name}`,
        consequence: 'what it signs with it is not accepted then.',
        target: { page: 'trusted-issuer' as const, id: issuerId },
        certificates,
      })),
    ];
  }

  /** Of the ports of this node. */
  private async listOwn(): Promise<CertificateHolder[]> {
    const { gatewayTlsCertificateFile, tlsCertificateFile } = this.platform.env;
    const files = new Map([
      [gatewayTlsCertificateFile, { kind: 'gateway' as const, title: 'TLS of the gateway' }],
      [tlsCertificateFile, { kind: 'issuer' as const, title: 'TLS of the authorization server' }],
    ]);
    files.delete('');
    return Promise.all(
      [...files].map(async ([file, { kind, title }]) => ({
        kind,
        values: {},
        title,
        consequence:
          'clients refuse to connect then. Put new files there: they are read again by themselves.',
        target: { page: 'tls-guide' as const, id: null },
        certificates: [await readFile(file, 'utf8').catch(() => '')],
      })),
    );
  }
}
