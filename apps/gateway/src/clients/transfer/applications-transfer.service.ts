import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type ApplicationsDocument,
  type ApplicationsImportResult,
  type ExportApplications,
  type ImportApplications,
  MAX_APPLICATIONS_DOCUMENT,
  MAX_BULK_APPLICATIONS,
} from '@gatehouse/dto';
import {
  ApplicationsTransferStore,
  AuditStore,
  findAuditContext,
  NotFoundError,
  type StoredTransfer,
} from '@gatehouse/persistence';
import type { Caller } from '../../admin/bearer.strategy.js';
import { CallerService } from '../../admin/caller.service.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { ProblemError } from '../../platform/problem.filter.js';
import { isLegacyGrantType, wantsAdminScopes } from '../../platform/registry/client-rules.js';
import { checkDocument } from './check-document.js';
import { toDocument } from './export.js';
import { type Here, planApplication, type Planned } from './import.js';
import { readDocument } from './read-document.js';
import { sealFile } from './sealed-file.js';

/** Carries applications from one Gatehouse to another, as a file. */
@Injectable()
export class ApplicationsTransferService {
  private readonly store: ApplicationsTransferStore;
  private readonly audit: AuditStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {
    this.store = new ApplicationsTransferStore(platform.database.dataSource);
    this.audit = new AuditStore(platform.database.controlPool);
  }

  /** @returns the file: with a passphrase encrypted, without one bare of secrets. @throws NotFoundError, ProblemError 409 */
  async export({ ids, passphrase }: ExportApplications): Promise<string> {
    const wanted = ids ?? (await this.store.listIds(MAX_BULK_APPLICATIONS + 1));
    if (wanted.length > MAX_BULK_APPLICATIONS) throw tooMany();
    const stored = await this.store.read(wanted);
    const found = wanted.flatMap((id) => stored.get(id) ?? []);
    if (found.length < wanted.length || found.some(({ builtIn }) => builtIn))
      throw new NotFoundError('application');
    const document = toDocument(found, {
      issuer: this.platform.env.issuer,
      at: new Date(),
      withSecrets: passphrase !== undefined,
      apiNames: new Map(this.platform.snapshots.current().apis.map(({ id, name }) => [id, name])),
    });
    const text =
      passphrase === undefined
        ? `${JSON.stringify(document, null, 2)}\n`
        : await sealFile(JSON.stringify(document), passphrase);
    // As it will be sent again, with its quotes and line ends escaped.
    if (Buffer.byteLength(JSON.stringify(text)) > MAX_APPLICATIONS_DOCUMENT) throw tooMany();
    await this.tell(found, passphrase !== undefined);
    return text;
  }

  /** Which applications left, and whether for everybody to read. Told before they leave. */
  private async tell(exported: readonly StoredTransfer[], isSealed: boolean): Promise<void> {
    const context = findAuditContext();
    const [first, ...others] = exported.map(({ facts }) => facts);
    if (context === undefined || first === undefined) return;
    const count = others.length === 0 ? '1 application' : `${exported.length} applications`;
    await this.audit.record(context, {
      action: 'application.export',
      subject: { type: 'application', id: others.length === 0 ? first.id : undefined },
      result: 'done',
      detail: `${count}, ${isSealed ? 'encrypted' : 'readable, without secrets'}`,
      facts: { exportedApplications: exported.map(({ facts: { id, name } }) => `${name} (${id})`) },
    });
  }

  /** Says what would change, or changes all of it. @throws InvalidFieldsError, StaleVersionError, ProblemError 403, 409 */
  async import(caller: Caller, input: ImportApplications): Promise<ApplicationsImportResult> {
    const { document, isEncrypted } = await readDocument(input.document, input.passphrase);
    checkDocument(document.applications, this.platform.currentDirectory().keys);
    const here = await this.look(document);
    const planned = document.applications.map((given) => planApplication(given, here));
    const fingerprint = fingerprintOf(planned);
    const result = { isEncrypted, applications: planned.map(({ plan }) => plan), fingerprint };
    if (input.dryRun === true) return { ...result, isApplied: false };
    if (input.fingerprint !== undefined && input.fingerprint !== fingerprint)
      throw new ProblemError('import-changed');
    await this.apply(caller, planned);
    return { ...result, isApplied: true };
  }

  private async look({ applications }: ApplicationsDocument): Promise<Here> {
    const { scopes, apis } = this.platform.snapshots.current();
    const byName = new Map<string, string[]>();
    for (const { id, name } of apis) byName.set(name, [...(byName.get(name) ?? []), id]);
    const nameById = new Map(apis.map(({ id, name }) => [id, name]));
    return {
      knowsScope: (name) => scopes.has(name),
      apis: byName,
      nameOfApi: (id) => nameById.get(id) ?? id,
      stored: await this.store.read(applications.map(({ id }) => id)),
      owners: await this.store.findOwners(
        applications.flatMap(({ clients }) => clients.map(({ clientId }) => clientId)),
      ),
    };
  }

  private async apply(caller: Caller, planned: readonly Planned[]): Promise<void> {
    if (planned.some(({ plan }) => plan.state === 'conflict')) throw new ProblemError('import-in-conflict');
    const changed = planned.filter(({ plan }) => plan.state !== 'same');
    await this.checkTrust(caller, changed);
    const writes = changed.map(({ application, stored }) => ({ application, stored }));
    await this.store.write(writes, await this.callers.getName(caller));
    const legacy = changed.flatMap(({ application }) =>
      application.clients.filter(({ grantTypes }) => grantTypes.some(isLegacyGrantType)).map(({ id }) => id),
    );
    if (legacy.length > 0)
      this.platform.logger.warn('clients with legacy grants imported', { clients: legacy });
    await this.platform.snapshots.refresh('clients', 'applications', 'apis', 'limits');
  }

  /** What only an admin may give, a file gives by an admin's hand alone. */
  private async checkTrust(caller: Caller, changed: readonly Planned[]): Promise<void> {
    const isGiven = (field: 'isVerified' | 'isFirstParty'): boolean =>
      changed.some(({ application, stored }) => application.facts[field] && stored?.facts[field] !== true);
    if (isGiven('isVerified')) await this.callers.checkIsAdmin(caller, 'only-admins-import-verified');
    if (isGiven('isFirstParty'))
      await this.callers.checkIsAdmin(caller, 'only-admins-import-without-consent');
    const before = (planned: Planned, clientId: string): readonly string[] =>
      planned.stored?.clients.find(({ id }) => id === clientId)?.allowedScopes ?? [];
    const added = changed.flatMap((planned) =>
      planned.application.clients.flatMap(({ id, allowedScopes }) =>
        allowedScopes.filter((name) => !before(planned, id).includes(name)),
      ),
    );
    if (wantsAdminScopes(added)) await this.callers.checkIsAdmin(caller, 'only-admins-give-own-scopes');
  }
}

const tooMany = (): ProblemError =>
  new ProblemError('too-much-for-a-file', { max: String(MAX_BULK_APPLICATIONS) });

/** Of what would change, and of what it was looked at against. */
const fingerprintOf = (planned: readonly Planned[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        planned.map(({ plan, stored }) => [plan, stored?.version ?? 0, [...(stored?.clientVersions ?? [])]]),
      ),
    )
    .digest('base64url');
