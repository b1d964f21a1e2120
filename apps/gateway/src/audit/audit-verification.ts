import type { AuditProblem, AuditVerification } from '@gatehouse/dto';
import { type AuditStore, type ChainBreak, type ChainEnd, followChain } from '@gatehouse/persistence';

const BATCH = 200;

const toCheckpoint = ({ number, hash }: ChainEnd): string => `${number}-${hash.toString('hex')}`;

/** @param text as AUDIT_CHECKPOINT has it */
function parseCheckpoint(text: string): ChainEnd {
  const [number = '', hash = ''] = text.split('-');
  return { number: Number(number), hash: Buffer.from(hash, 'hex') };
}

const isBreak = (result: ChainEnd | ChainBreak): result is ChainBreak => 'kind' in result;

function describeBreak({ number, kind, end }: ChainBreak): string {
  const follows = end.number === 0 ? 'the beginning' : `entry ${end.number}`;
  if (kind === 'missing' && number > end.number + 1) {
    const [from, to] = [end.number + 1, number - 1];
    return `${from === to ? `Entry ${from} is` : `Entries ${from} to ${to} are`} missing: entry ${number} comes right after ${follows}.`;
  }
  if (kind === 'missing') return `Entry ${number} stands where the entry after ${follows} should be.`;
  if (kind === 'misplaced') return `Entry ${number} says that it has another number.`;
  return `Entry ${number} does not match its hash: it is not what was written, or is not written after ${follows}.`;
}

/** What a walk along the chain has found. */
interface Walk {
  readonly end: ChainEnd;
  readonly checked: number;
  readonly first: number | null;
  readonly isComplete: boolean;
  readonly broken: ChainBreak | undefined;
}

/** Batch by batch, so that memory does not grow with the log. */
async function walk(store: AuditStore, start: ChainEnd, until: number, now: () => number): Promise<Walk> {
  let [end, checked] = [start, 0];
  let first: number | null = null;
  while (now() < until) {
    const entries = await store.listAfter(end.number, BATCH);
    first ??= entries[0]?.number ?? null;
    const result = followChain(end, entries);
    if (isBreak(result)) {
      checked += entries.findIndex(({ number }) => number === result.number);
      return { end: result.end, checked, first, isComplete: true, broken: result };
    }
    [end, checked] = [result, checked + entries.length];
    if (entries.length < BATCH) return { end, checked, first, isComplete: true, broken: undefined };
  }
  return { end, checked, first, isComplete: false, broken: undefined };
}

/** Whether something that was copied before is still so. */
async function compareCheckpoint(
  store: AuditStore,
  given: ChainEnd,
  start: ChainEnd,
): Promise<AuditVerification['given']> {
  if (given.number === start.number) return given.hash.equals(start.hash) ? 'same' : 'different';
  if (given.number < start.number) return 'removed';
  const entry = await store.find(given.number);
  if (entry === undefined) return 'missing';
  return entry.hash.equals(given.hash) ? 'same' : 'different';
}

/** The chain fits, but it is not the one that the checkpoint is of. */
function compareProblem(
  compared: AuditVerification['given'],
  { number }: ChainEnd,
  end: ChainEnd,
): AuditProblem | null {
  if (compared === 'different') {
    const message = `Entry ${number} is not the one that your checkpoint is of: the log was written anew.`;
    return { number, kind: 'different', after: end.number, message };
  }
  if (compared === 'missing') {
    const message = `Entry ${number}, which your checkpoint is of, is not there any more: the end of the log was cut off.`;
    return { number, kind: 'cut-off', after: end.number, message };
  }
  return null;
}

const toProblem = (broken: ChainBreak): AuditProblem => ({
  number: broken.number,
  kind: broken.kind === 'missing' && broken.number <= broken.end.number + 1 ? 'shifted' : broken.kind,
  after: broken.end.number,
  message: describeBreak(broken),
});

/**
 * Looks at the whole chain, from the beginning or from where entries were removed, with node:crypto and not with the
 * database that wrote it.
 * @param seconds after which it answers with what it has, and is asked again
 */
export async function verifyAuditLog(
  store: AuditStore,
  { checkpoint, after }: { readonly checkpoint?: string | undefined; readonly after?: string | undefined },
  seconds: number,
  now: () => number = Date.now,
): Promise<AuditVerification> {
  const origin = await store.findStart();
  const asked = after === undefined ? origin : parseCheckpoint(after);
  const start = asked.number < origin.number ? origin : asked;
  const found = await walk(store, start, now() + seconds * 1000, now);
  // Old entries were removed meanwhile, as the log says: that is no gap.
  if (found.broken?.kind === 'missing' && (await store.findStart()).number > origin.number)
    return verifyAuditLog(store, { checkpoint, after }, seconds, now);
  const given = checkpoint === undefined ? undefined : parseCheckpoint(checkpoint);
  const isDue = given !== undefined && found.isComplete && found.broken === undefined;
  const compared = isDue ? await compareCheckpoint(store, given, origin) : null;
  const { end, checked, first, isComplete } = found;
  const problem =
    found.broken !== undefined
      ? toProblem(found.broken)
      : given === undefined
        ? null
        : compareProblem(compared, given, end);
  return {
    isIntact: problem === null,
    isComplete,
    next: isComplete ? null : toCheckpoint(end),
    checked,
    first: checked === 0 ? null : first,
    last: checked === 0 ? null : end.number,
    removed: origin.number,
    checkpoint: end.number === 0 ? null : toCheckpoint(end),
    given: compared,
    problem,
  };
}
