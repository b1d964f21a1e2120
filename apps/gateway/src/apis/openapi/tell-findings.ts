import type { OpenApiAccess, OpenApiChange } from '@gatehouse/dto';
import { describeFieldProblem, type KnownFieldProblem } from '@gatehouse/dto/field-problems';
import type { ApiChange, PlacedFinding } from '@gatehouse/gateway-core';

/** Something in a document, in words too. */
export interface ToldFinding {
  /** JSON Pointer; empty for all of it. */
  readonly pointer: string;
  readonly message: string;
  readonly code: string;
  readonly values?: Readonly<Record<string, string>>;
  /** What is there is no part of the API. */
  readonly isLeftOut?: true;
}

/** Something that is said of a place in a document. */
export function tell(pointer: string, { code, values }: KnownFieldProblem): ToldFinding {
  const message = describeFieldProblem(code, values);
  return values === undefined ? { pointer, message, code } : { pointer, message, code, values };
}

export function tellFinding({ pointer, finding, isLeftOut }: PlacedFinding): ToldFinding {
  // Does not compile where one has no words, or names something else than they do.
  const told = tell(pointer, finding satisfies KnownFieldProblem);
  return isLeftOut === undefined ? told : { ...told, message: `Left out. ${told.message}`, isLeftOut };
}

const describeAccess = ({ access, scopes, scopeMatch }: OpenApiAccess): string => {
  if (access === 'public') return 'public';
  if (access === 'authenticated') return 'any valid access token';
  return `needs ${scopes.join(scopeMatch === 'all' ? ' and ' : ' or ')}`;
};

export function tellChange(change: ApiChange): OpenApiChange {
  if (change.kind === 'request') {
    const { finding, ...place } = change;
    const { pointer: _, message, ...said } = tell('', finding satisfies KnownFieldProblem);
    return { ...place, detail: message, ...said };
  }
  const accesses = [change.before, change.after].filter((access) => access !== null);
  return { ...change, detail: accesses.map(describeAccess).join(' → ') };
}
