import { Worker } from 'node:worker_threads';
import type { ThreadFailure } from './thread-answer.js';

const TIMEOUT_MS = 20_000;
const MAX_HEAP_MB = 512;

const fail = (failure: ThreadFailure['failure']): ThreadFailure => ({ failure });

function run<Answer>(module: URL, order: unknown): Promise<Answer | ThreadFailure> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(module, {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    const timer = setTimeout(() => {
      const values = { seconds: String(TIMEOUT_MS / 1000) };
      resolve(fail({ code: 'document-takes-too-long', values }));
      void worker.terminate();
    }, TIMEOUT_MS);
    worker.once('message', (answer: Answer | ThreadFailure) => resolve(answer));
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        resolve(fail({ code: 'document-takes-too-much-memory' }));
      else reject(error);
    });
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('a reader of documents ended without an answer'));
    });
  });
}

let turn: Promise<unknown> = Promise.resolve();

/**
 * Reads somebody's text in a thread of its own, so that no call waits for it; one after the other, with a bound on time
 * and memory. What is wrong with the text is an answer.
 * @param module that calls `answerInThread`
 */
export function runInThread<Answer>(module: URL, order: unknown): Promise<Answer | ThreadFailure> {
  const answer = turn.then(() => run<Answer>(module, order));
  turn = answer.catch(() => undefined);
  return answer;
}
