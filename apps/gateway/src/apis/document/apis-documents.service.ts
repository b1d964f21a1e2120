import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ApiDetail, ApisImportResult, ExportQuery, ImportApis } from '@gatehouse/dto';
import { ApisFileStore, ApisStore, NotFoundError } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { ProblemError } from '../../platform/problem.filter.js';
import { type FieldProblem, InvalidFieldsError } from '../../platform/validation.js';
import { toApiDetail } from '../api.answers.js';
import { toCanonicalJson } from './canonical-json.js';
import { toGivenKeys } from './client-keys.js';
import { describeDocument } from './describe-document.js';
import type { DocumentProblem } from './document-problem.js';
import { locateInThread, readInThread, writeInThread } from './document-reader.js';
import { planHere } from './plan-here.js';

const toProblem = ({ field, line, message, ...said }: DocumentProblem): FieldProblem => ({
  ...said,
  field: field === '' ? 'document' : `document.${field}`,
  message: line === null ? message : `${message} (line ${line})`,
  ...(line !== null && { line }),
});

/** Carries APIs from one system to another. */
@Injectable()
export class ApisDocumentsService {
  private readonly documents: ApisFileStore;
  private readonly store: ApisStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.documents = new ApisFileStore(platform.database.dataSource);
    this.store = new ApisStore(platform.database.dataSource);
  }

  /** @returns the text of the document. @throws NotFoundError */
  async export({ id, format = 'yaml' }: ExportQuery): Promise<string> {
    const { env, snapshots } = this.platform;
    const { providers, applications, outsideIssuers } = snapshots.current();
    const { apis, scopes, revision } = await this.documents.inTurn(async (transaction) => ({
      apis: await transaction.listApis(),
      scopes: await transaction.listScopes(),
      revision: ((await transaction.findApplied())?.revision ?? 0) + 1,
    }));
    const chosen = apis.filter((api) => id === undefined || api.id === id);
    if (id !== undefined && chosen.length === 0) throw new NotFoundError('API');
    const document = describeDocument({
      gatewayUrl: env.gatewayUrl,
      revision,
      apis: chosen.sort((one, other) => (one.basePath < other.basePath ? -1 : 1)),
      scopes,
      providers: [...providers.values()],
      applications: [...applications.values()],
      outsideIssuers: [...outsideIssuers.values()],
    });
    return writeInThread(document, format);
  }

  /** @throws InvalidFieldsError, ProblemError 409 */
  async import({
    document: text,
    dryRun = false,
    clientKeys,
    fingerprint,
  }: ImportApis): Promise<ApisImportResult> {
    const read = await readInThread(text);
    if (read.problems !== undefined) throw new InvalidFieldsError(read.problems.map(toProblem));
    const { document, hash } = read;
    const result = await this.documents.inTurn(async (transaction) => {
      const keys = toGivenKeys(document, clientKeys);
      const plan = await planHere(this.platform, transaction, 'import', document, keys);
      if (plan.problems !== undefined) return plan;
      const { apis, scopes, changes } = plan;
      const shown = createHash('sha256')
        .update(toCanonicalJson([hash, apis, scopes]))
        .digest('base64url');
      if (fingerprint !== undefined && fingerprint !== shown) throw new ProblemError('import-changed');
      if (!dryRun) await transaction.write(changes);
      return { isApplied: !dryRun, apis, scopes, fingerprint: shown };
    });
    if ('problems' in result) {
      throw new InvalidFieldsError((await locateInThread(text, result.problems)).map(toProblem));
    }
    if (!dryRun) await this.platform.snapshots.refresh('apis', 'scopes', 'contracts');
    return result;
  }

  /** Operators say from now on what the API is. @throws NotFoundError, ProblemError 409 */
  release(id: string): Promise<ApiDetail> {
    return this.hand(id, () => this.documents.release(id), 'not-of-file');
  }

  /** The file may have it again. @throws NotFoundError, ProblemError 409 */
  handBack(id: string): Promise<ApiDetail> {
    return this.hand(id, () => this.documents.handBack(id), 'not-released');
  }

  private async hand(
    id: string,
    change: () => Promise<boolean>,
    refusal: 'not-of-file' | 'not-released',
  ): Promise<ApiDetail> {
    if (!(await change())) throw new ProblemError(refusal);
    await this.platform.snapshots.refresh('apis');
    return toApiDetail(await this.store.get(id), this.platform.env.gatewayUrl);
  }
}
