import type { UnsaidAccess } from '@gatehouse/gateway-core';
import type { ReadDocument } from './read-document.js';
import { tell } from './tell-findings.js';
import { runInThread } from './thread.js';

const WORKER = new URL('./document.worker.js', import.meta.url);

/** Reads an OpenAPI document in a thread of its own. */
export async function readInWorker(text: string, unsaid: UnsaidAccess): Promise<ReadDocument> {
  const read = await runInThread<ReadDocument>(WORKER, { text, unsaid });
  return 'failure' in read ? { problems: [{ ...tell('', read.failure), line: null }] } : read;
}
