import { Worker } from 'node:worker_threads';
import type { UnsaidAccess } from '@gatehouse/gateway-core';
import type { ReadDocument } from './read-document.js';

const TIMEOUT_MS = 20_000;
const MAX_HEAP_MB = 512;

const WORKER = new URL('./document.worker.js', import.meta.url);

const fail = (message: string): ReadDocument => ({ problems: [{ pointer: '', line: null, message }] });

function run(text: string, unsaid: UnsaidAccess): Promise<ReadDocument> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, {
      workerData: { text, unsaid },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    const timer = setTimeout(() => {
      resolve(fail(`It takes longer than ${TIMEOUT_MS / 1000} s to read: it may mean more than it says.`));
      void worker.terminate();
    }, TIMEOUT_MS);
    worker.once('message', (read: ReadDocument) => resolve(read));
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        resolve(fail('It takes more memory to read than there is.'));
      else reject(error);
    });
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the reader of OpenAPI documents ended without an answer'));
    });
  });
}

let turn: Promise<unknown> = Promise.resolve();

/**
 * Reads an OpenAPI document in a thread of its own, so that no call waits for it; one after the other, with a bound on
 * time and memory. What is wrong with the document is an answer.
 */
export function readInWorker(text: string, unsaid: UnsaidAccess): Promise<ReadDocument> {
  const read = turn.then(() => run(text, unsaid));
  turn = read.catch(() => undefined);
  return read;
}
