import { parentPort, workerData } from 'node:worker_threads';
import type { UnsaidAccess } from '@gatehouse/gateway-core';
import { readDocument } from './read-document.js';

const { text, unsaid } = workerData as { readonly text: string; readonly unsaid: UnsaidAccess };

try {
  parentPort?.postMessage(await readDocument(text, unsaid));
} catch (error) {
  // Too deep for the stack: everything else is an answer.
  if (!(error instanceof RangeError)) throw error;
  parentPort?.postMessage({ problems: [{ pointer: '', line: null, message: 'It is nested too deep.' }] });
}
