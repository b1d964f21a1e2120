import type { FieldProblem } from '../../platform/field-problems.js';
import type { ThreadFailure } from '../openapi/thread-answer.js';
import { runInThread } from '../openapi/thread.js';
import { describeFieldProblem } from '@gatehouse/dto/field-problems';
import { type DocumentProblem, toDocumentProblem } from './document-problem.js';
import type { DocumentOrder } from './apis-document.worker.js';
import type { ReadApisDocument } from './read-apis-document.js';

const WORKER = new URL('./apis-document.worker.js', import.meta.url);

const run = <Answer>(order: DocumentOrder): Promise<Answer | ThreadFailure> =>
  runInThread<Answer>(WORKER, order);

/** Reads a document with APIs in a thread of its own. */
export async function readInThread(text: string): Promise<ReadApisDocument> {
  const read = await run<ReadApisDocument>({ work: 'read', text });
  if (!('failure' in read)) return read;
  return { problems: [toDocumentProblem('', read.failure)], revision: null };
}

/** Finds on which lines the fields are that something is wrong with. */
export async function locateInThread(
  text: string,
  problems: readonly FieldProblem[],
): Promise<readonly DocumentProblem[]> {
  const located = await run<readonly DocumentProblem[]>({ work: 'locate', text, problems });
  return 'failure' in located ? problems.map((problem) => ({ ...problem, line: null })) : located;
}

/** The text of a document. */
export async function writeInThread(document: object, format: 'yaml' | 'json'): Promise<string> {
  const text = await run<string>({ work: 'write', document, format });
  if (typeof text !== 'string') throw new Error(describeFieldProblem(text.failure.code, text.failure.values));
  return text;
}
