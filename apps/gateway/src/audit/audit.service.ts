import { Inject, Injectable } from '@nestjs/common';
import type {
  AuditActorKind,
  AuditActorList,
  AuditActorQuery,
  AuditEntry,
  AuditExportQuery,
  AuditFilterQuery,
  AuditPage,
  AuditQuery,
  AuditVerification,
  AuditVerificationQuery,
} from '@gatehouse/dto';
import { type AuditFilter, AuditStore, NotFoundError } from '@gatehouse/persistence';
import { ADMIN_SCOPES } from '@gatehouse/scopes';
import type { Request } from 'express';
import type { Caller } from '../admin/bearer.strategy.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { describeAudited } from '../platform/audited-request.js';
import { toActor } from './audit-request.js';
import { verifyAuditLog } from './audit-verification.js';
import { CSV_HEAD, toAuditEntry, toCsvLine, toJsonLine } from './audit.answers.js';

/** Well within what a browser, and a proxy in front, wait. */
const VERIFY_SECONDS = 5;
const BATCH = 500;

/** Values tell more than a viewer is meant to know; that something happened is for everybody. */
const mayReadValues = ({ scopes }: Caller): boolean => scopes.has(ADMIN_SCOPES.write);

const toDate = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

const toFilter = ({
  from,
  to,
  actor,
  actorKind,
  result,
  action,
  type,
  subject,
  operation,
  search,
}: AuditFilterQuery): AuditFilter => ({
  actor,
  actorKind,
  result,
  action,
  type,
  subject,
  operation,
  search,
  from: toDate(from),
  to: toDate(to),
});

/** Who did what. */
@Injectable()
export class AuditService {
  private readonly store: AuditStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new AuditStore(platform.database.controlPool);
  }

  async list(caller: Caller, query: AuditQuery): Promise<AuditPage> {
    const entries = await this.store.list(toFilter(query), query.before, query.limit + 1);
    const items = entries.slice(0, query.limit);
    return {
      items: items.map((entry) => toAuditEntry(entry, mayReadValues(caller))),
      next: entries.length > query.limit ? (items.at(-1)?.number ?? null) : null,
    };
  }

  async listActors({ search = '', limit }: AuditActorQuery): Promise<AuditActorList> {
    const actors = await this.store.listActors(search, limit);
    return { items: actors.map((actor) => ({ ...actor, kind: actor.kind as AuditActorKind })) };
  }

  /** @throws NotFoundError */
  async get(caller: Caller, number: number): Promise<AuditEntry> {
    const entry = await this.store.find(number);
    if (entry === undefined) throw new NotFoundError('entry of the audit log');
    return toAuditEntry(entry, mayReadValues(caller));
  }

  verify(query: AuditVerificationQuery): Promise<AuditVerification> {
    return verifyAuditLog(this.store, query, VERIFY_SECONDS);
  }

  /** All entries, the oldest first; that they were taken out is an entry itself. @throws ProblemError 403 */
  async export(caller: Caller, request: Request, query: AuditExportQuery): Promise<AsyncGenerator<string>> {
    if (!mayReadValues(caller)) throw new ProblemError('only-operators-export-audit');
    const action = 'audit.export';
    const context = describeAudited(this.platform.env, request, toActor(caller), action);
    const said = Object.entries(query).filter(([, value]) => value !== undefined);
    const filter = said.map(([name, value]) => `${name}=${String(value)}`);
    await this.store.record(context, {
      action,
      subject: { type: 'audit', id: 'audit' },
      result: 'done',
      detail: filter.length === 0 ? 'all entries' : filter.join(' '),
    });
    return this.write(toFilter(query), query.format === 'csv');
  }

  private async *write(filter: AuditFilter, isCsv: boolean): AsyncGenerator<string> {
    if (isCsv) yield CSV_HEAD;
    let last = 0;
    for (;;) {
      const entries = await this.store.listAfter(last, BATCH, filter);
      yield entries.map(isCsv ? toCsvLine : toJsonLine).join('');
      if (entries.length < BATCH) return;
      last = entries.at(-1)?.number ?? last;
    }
  }
}
