import type { KnownFieldProblem } from '@gatehouse/dto/field-problems';
import { type FieldProblem, tellFieldProblem } from '../../platform/field-problems.js';

/** Something that is wrong with a document. */
export interface DocumentProblem extends FieldProblem {
  /** From 1; null where it is not known. */
  readonly line: number | null;
}

/** Of which no line is known. */
export const toDocumentProblem = (field: string, problem: KnownFieldProblem): DocumentProblem => ({
  ...tellFieldProblem(field, problem),
  line: null,
});
