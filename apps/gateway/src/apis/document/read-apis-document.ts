import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { ApisDocument } from '@gatehouse/dto';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { type FieldProblem, toFieldProblems } from '../../platform/field-problems.js';
import { locate, parseText } from '../openapi/parse-document.js';
import { toCanonicalJson } from './canonical-json.js';
import { type DocumentProblem, toDocumentProblem } from './document-problem.js';

export type ReadApisDocument =
  | { readonly document: ApisDocument; readonly hash: string; readonly problems?: never }
  | { readonly problems: readonly DocumentProblem[]; readonly revision: number | null };

const MAX_PROBLEMS = 50;

/** Finds the lines of fields; of what is around them where they themselves are not said. */
export function locateFields(text: string, problems: readonly FieldProblem[]): DocumentProblem[] {
  const first = problems.slice(0, MAX_PROBLEMS);
  const located = locate(
    text,
    first.map(({ field }) => ({ pointer: field === '' ? '' : `/${field.replaceAll('.', '/')}` })),
  );
  return first.map((problem, index) => ({ ...problem, line: located[index]?.line ?? null }));
}

const findRevision = (root: object): number | null => {
  const { revision } = root as { readonly revision?: unknown };
  return typeof revision === 'number' ? revision : null;
};

/** Reads a document with APIs, YAML or JSON, and checks all that can be checked without knowing what there is. */
export function readApisDocument(text: string): ReadApisDocument {
  const parsed = parseText(text);
  if ('problems' in parsed) {
    const problems = parsed.problems.map(({ pointer: _, ...said }) => ({ field: '', ...said }));
    return { problems, revision: null };
  }
  const { root } = parsed;
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    return { problems: [toDocumentProblem('', { code: 'apis-file-without-apis' })], revision: null };
  }
  const document = plainToInstance(ApisDocument, root);
  const errors = validateSync(document, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length > 0) {
    return { problems: locateFields(text, toFieldProblems(errors)), revision: findRevision(root) };
  }
  // Comments and layout are no other content.
  const hash = createHash('sha256').update(toCanonicalJson(root)).digest('base64url');
  return { document, hash };
}
