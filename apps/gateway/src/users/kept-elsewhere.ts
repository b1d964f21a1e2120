import type { UpdateUser, UserDetail } from '@gatehouse/dto';
import { type FieldProblem, InvalidFieldsError } from '../platform/validation.js';

/**
 * The name and address of an account that was made for somebody from outside are taken over from there at each sign-in: what
 * is written here would not stay. An address that an operator wrote is corrected by operators, while none comes from there.
 * @throws InvalidFieldsError
 */
export function checkIsKeptHere(before: UserDetail, change: Pick<UpdateUser, 'displayName' | 'email'>): void {
  const { keptBy } = before;
  if (keptBy === null) return;
  const place = keptBy.kind === 'directory' ? 'the directory' : keptBy.name;
  const problems: FieldProblem[] = [];
  const refuse = (field: string, what: string): void => {
    const message = `The ${what} comes from ${place} at each sign-in: change it there.`;
    problems.push({ field, message, code: 'keptElsewhere' });
  };
  if (change.displayName !== undefined && change.displayName !== before.displayName)
    refuse('displayName', 'name');
  if (before.isEmailKept && change.email !== undefined && change.email !== before.email)
    refuse('email', 'address');
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}
