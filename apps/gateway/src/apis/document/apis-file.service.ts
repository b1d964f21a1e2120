import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { ApisFileStatus } from '@gatehouse/dto';
import {
  type ApisFileNode,
  type ApisFileProblem,
  ApisFileStore,
  type AppliedApisFile,
  runAudited,
  type SnapshotSection,
} from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { FileApplier, type FileOutcome } from './apply-file.js';
import { FileChange } from './file-change.js';

const LOOK_MS = 250;
const MAX_LOGGED = 20;

/** What a file may be wrong about although it does not change. */
const HELD_AGAINST: readonly SnapshotSection[] = [
  'apis',
  'scopes',
  'providers',
  'applications',
  'outsideIssuers',
];

/** `apis.0.basePath (line 12): …` */
const describeProblem = ({ field, line, message }: ApisFileProblem): string => {
  const place = [field, line === null ? '' : `(line ${line})`].filter(Boolean).join(' ');
  return place === '' ? message : `${place}: ${message}`;
};

/** A node is not started with a file that is wrong, where none was ever in force. */
export class WrongApisFileError extends Error {
  constructor({ path, problems }: FileOutcome) {
    const lines = problems.slice(0, MAX_LOGGED).map((problem) => `\n  - ${describeProblem(problem)}`);
    super(`Gatehouse cannot start: the APIs file ${path} cannot be applied.${lines.join('')}`);
    this.name = 'WrongApisFileError';
  }
}

/** Follows the file that GATEHOUSE_APIS_FILE names, from before the listeners open. */
@Injectable()
export class ApisFileService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly store: ApisFileStore;
  private readonly applier: FileApplier;
  private readonly path: string;
  private readonly change: FileChange;
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<unknown> = Promise.resolve();
  private last: FileOutcome | undefined;
  /** Something that it is held against has changed. */
  private isDue = false;
  /** It could not be read to the end: the database was away, say. */
  private hasFailed = false;
  private isFollowed = true;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new ApisFileStore(platform.database.dataSource);
    this.applier = new FileApplier(platform, this.store);
    this.path = platform.env.apisFile === '' ? '' : resolve(platform.env.apisFile);
    this.change = new FileChange(this.path, LOOK_MS);
  }

  /** @throws WrongApisFileError at the first start */
  async onModuleInit(): Promise<void> {
    if (this.path === '') return;
    const { snapshots } = this.platform;
    await this.change.settle();
    await this.apply(true);
    snapshots.onChange((_, changed) => {
      if (HELD_AGAINST.some((section) => changed.has(section))) this.isDue = true;
    });
    this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.work;
  }

  /** Who has which file, and what of it is in force. */
  async describe(): Promise<ApisFileStatus> {
    const [applied, nodes] = await Promise.all([this.store.findApplied(), this.store.listNodes()]);
    return {
      applied:
        applied === undefined
          ? null
          : {
              revision: applied.revision,
              appliedBy: applied.appliedBy,
              appliedAt: applied.appliedAt.toISOString(),
            },
      nodes: nodes.map(({ hash, readAt, ...node }) => ({
        ...node,
        state: findState({ hash, ...node }, applied),
        readAt: readAt.toISOString(),
      })),
    };
  }

  /** Looks again and again, each time when the last is done. */
  private look(): void {
    this.timer = setTimeout(() => {
      this.work = this.follow()
        .then(() => (this.isFollowed = true))
        .catch((error: unknown) => {
          // Once, and not four times a second for as long as the database is away.
          if (this.isFollowed) this.platform.logger.warn('the APIs file cannot be followed', { error });
          this.isFollowed = false;
        })
        .finally(() => {
          if (this.timer !== undefined) this.look();
        });
    }, LOOK_MS).unref();
  }

  private async follow(): Promise<void> {
    const hasChanged = await this.change.look();
    if (hasChanged || this.hasFailed || (await this.isToBeAppliedAgain())) await this.apply();
  }

  private async isToBeAppliedAgain(): Promise<boolean> {
    if (!this.isDue) return false;
    if (this.last === undefined || this.last.state === 'wrong') return true;
    // Before the question: what changes meanwhile is another reason.
    this.isDue = false;
    const applied = await this.store.findApplied().catch((error: unknown) => {
      this.isDue = true;
      throw error;
    });
    return applied?.hash === '';
  }

  private async apply(isStart = false): Promise<void> {
    const { logger, nodeId, snapshots } = this.platform;
    this.isDue = false;
    this.hasFailed = true;
    await this.change.remember();
    const audited = { operation: randomUUID(), actor: { kind: 'server', name: 'APIs file' } } as const;
    const outcome = await runAudited(audited, () => this.applier.apply(this.path));
    // What was in force before goes on; without it there would be a gateway that has nothing of what it was given.
    if (isStart && outcome.state === 'wrong' && (await this.store.findApplied()) === undefined)
      throw new WrongApisFileError(outcome);
    const isNews = this.last?.state !== outcome.state || this.last.hash !== outcome.hash;
    const isOther = isNews || JSON.stringify(this.last?.problems) !== JSON.stringify(outcome.problems);
    this.last = outcome;
    if (outcome.state === 'applied') await snapshots.refresh('apis', 'scopes', 'contracts');
    if (isOther || outcome.state === 'applied') {
      this.log(outcome, logger);
      await this.store.report(nodeId, outcome);
    }
    this.hasFailed = false;
  }

  private log(
    { state, path, revision, problems, before, apis }: FileOutcome,
    logger: Platform['logger'],
  ): void {
    const facts = { path, revision };
    const count = (of: string): number => apis.filter((api) => api.state === of).length;
    if (state === 'wrong')
      logger.error('the APIs file is wrong: nothing of it is applied', {
        ...facts,
        inForce: before?.revision,
        problems: problems.slice(0, MAX_LOGGED).map(describeProblem),
      });
    else if (state === 'older')
      logger.warn('the APIs file is older than what is in force: it is not applied', {
        ...facts,
        inForce: before?.revision,
      });
    else if (state === 'different')
      logger.error(
        'the APIs file is another one than is in force under its revision: it is not applied. Count the revision up',
        facts,
      );
    else if (state === 'applied')
      logger.info('the APIs file is applied', {
        ...facts,
        added: count('added'),
        changed: count('changed'),
        removed: count('removed'),
      });
  }
}

function findState(
  { revision, hash, problems }: Pick<ApisFileNode, 'revision' | 'hash' | 'problems'>,
  applied: AppliedApisFile | undefined,
): ApisFileStatus['nodes'][number]['state'] {
  if (problems.length > 0 || revision === null) return 'wrong';
  if (applied === undefined || revision > applied.revision || applied.hash === '') return 'waiting';
  if (revision < applied.revision) return 'older';
  return hash === applied.hash ? 'applied' : 'different';
}
