import { stringify } from 'yaml';
import type { FieldProblem } from '../../platform/field-problems.js';
import { answerInThread } from '../openapi/thread-answer.js';
import { locateFields, readApisDocument } from './read-apis-document.js';

/** What is to be done with a document. */
export type DocumentOrder =
  | { readonly work: 'read'; readonly text: string }
  | { readonly work: 'locate'; readonly text: string; readonly problems: readonly FieldProblem[] }
  | { readonly work: 'write'; readonly document: object; readonly format: 'yaml' | 'json' };

function work(order: DocumentOrder): unknown {
  switch (order.work) {
    case 'read':
      return readApisDocument(order.text);
    case 'locate':
      return locateFields(order.text, order.problems);
    case 'write':
      return order.format === 'json'
        ? `${JSON.stringify(order.document, null, 2)}\n`
        : stringify(order.document, { aliasDuplicateObjects: false, lineWidth: 0 });
  }
}

await answerInThread((order) => work(order as DocumentOrder));
