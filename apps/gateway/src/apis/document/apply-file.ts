import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import {
  type ApisChange,
  type ApisDocument,
  type KnownFieldProblem,
  MAX_APIS_DOCUMENT,
} from '@gatehouse/dto';
import type { ApisFileReport, ApisFileStore, AppliedApisFile } from '@gatehouse/persistence';
import type { Platform } from '../../platform/platform.tokens.js';
import { toCanonicalJson } from './canonical-json.js';
import { readClientKeys } from './client-keys.js';
import { toDocumentProblem } from './document-problem.js';
import { locateInThread, readInThread } from './document-reader.js';
import { planHere } from './plan-here.js';
import { readWhole, type UnreadFile } from './read-whole.js';
import type { DocumentNames } from './resolve-document.js';

/** What came of a file. */
export interface FileOutcome extends ApisFileReport {
  readonly state: 'applied' | 'known' | 'older' | 'different' | 'wrong';
  /** What was in force before. */
  readonly before: AppliedApisFile | undefined;
  /** What was done, where it was applied. */
  readonly apis: readonly ApisChange[];
}

/** Another key is another content. */
const toHash = (hash: string, keys: DocumentNames['clientKeys']): string =>
  keys.size === 0
    ? hash
    : createHash('sha256')
        .update(toCanonicalJson([hash, [...keys]]))
        .digest('base64url');

const NO_REVISION = toDocumentProblem('revision', { code: 'apis-file-without-revision' });

function toFileProblem(problem: UnreadFile): KnownFieldProblem {
  switch (problem.code) {
    case 'not-a-file':
    case 'written-to':
      return { code: `apis-file-${problem.code}` };
    case 'too-large':
      return { code: 'apis-file-too-large', values: problem.values };
    case 'unreadable':
      return { code: 'apis-file-unreadable', values: problem.values };
  }
}

/** Puts what the APIs file says in force, or nothing of it. */
export class FileApplier {
  constructor(
    private readonly platform: Pick<Platform, 'env' | 'sealing' | 'snapshots'>,
    private readonly store: ApisFileStore,
  ) {}

  async apply(path: string): Promise<FileOutcome> {
    const refuse = (
      revision: number | null,
      problems: FileOutcome['problems'],
      before?: AppliedApisFile,
      hash = '',
    ): FileOutcome => ({ state: 'wrong', path, revision, hash, problems, before, apis: [] });
    const readable = await readWhole(path, MAX_APIS_DOCUMENT);
    if ('problem' in readable) return refuse(null, [toDocumentProblem('', toFileProblem(readable.problem))]);
    const read = await readInThread(readable.text);
    if (read.problems !== undefined) return refuse(read.revision, read.problems);
    const { document } = read;
    const { revision } = document;
    if (revision === undefined) return refuse(null, [NO_REVISION]);
    const keys = await readClientKeys(document, dirname(path));
    const hash = toHash(read.hash, keys);
    const result = await this.applyDocument(document, revision, hash, keys);
    if (result.problems !== undefined) {
      const located = await locateInThread(readable.text, result.problems);
      return refuse(revision, located, result.before, hash);
    }
    return { path, revision, hash, problems: [], ...result };
  }

  private applyDocument(
    document: ApisDocument,
    revision: number,
    hash: string,
    keys: DocumentNames['clientKeys'],
  ) {
    return this.store.inTurn(async (transaction) => {
      const before = await transaction.findApplied();
      const isAgain = before?.revision === revision;
      if (before !== undefined && revision < before.revision)
        return { state: 'older' as const, before, apis: [] };
      if (isAgain && before.hash === hash) return { state: 'known' as const, before, apis: [] };
      if (isAgain && before.hash !== '') return { state: 'different' as const, before, apis: [] };
      const plan = await planHere(this.platform, transaction, 'file', document, keys);
      if (plan.problems !== undefined) return { problems: plan.problems, before };
      await transaction.write(plan.changes);
      await transaction.saveApplied({ revision, hash, appliedBy: hostname() });
      return { state: 'applied' as const, before, apis: plan.apis };
    });
  }
}
