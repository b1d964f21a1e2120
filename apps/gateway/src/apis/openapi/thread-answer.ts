import { parentPort, workerData } from 'node:worker_threads';
import type { KnownFieldProblem } from '@gatehouse/dto/field-problems';

/** What a thread says when its text cannot be read at all; every other answer is its work's. */
export interface ThreadFailure {
  readonly failure: KnownFieldProblem;
}

/** Does the work that a thread was begun for, and says what came of it. */
export async function answerInThread(work: (order: unknown) => unknown): Promise<void> {
  try {
    parentPort?.postMessage(await work(workerData));
  } catch (error) {
    // Too deep for the stack: everything else is an answer.
    if (!(error instanceof RangeError)) throw error;
    parentPort?.postMessage({ failure: { code: 'document-nested-too-deep' } } satisfies ThreadFailure);
  }
}
