import { useLocation, useSearchParams } from 'react-router';
import type { ErrorParameters } from '../../../lib/paths';

const NAMES = ['applicationId', 'error', 'endpoint', 'userId', 'from', 'to'] as const;
export type ErrorFilterName = (typeof NAMES)[number];

/** The pages on the way to this one, the newest as null: the history keeps them, the address does not. */
type Trail = readonly (string | null)[];

/** What the address asks for: it can be sent to somebody else, who sees the same. */
export function useErrorFilter() {
  const [address, setAddress] = useSearchParams();
  const state = useLocation().state as { readonly trail?: Trail } | null;
  const read = (name: ErrorFilterName): string | undefined => address.get(name) ?? undefined;
  const chosen: ErrorParameters = Object.fromEntries(NAMES.map((name) => [name, read(name)]));
  const after = address.get('after') ?? undefined;
  const trail = state?.trail ?? [];
  const newer = trail.at(-1);

  /** Another question begins with its newest answers. */
  const change = (name: ErrorFilterName, value: string | null): void =>
    setAddress(
      (was) => {
        const next = new URLSearchParams(was);
        next.delete('after');
        if (value === null || value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const goTo = (place: string | null, newTrail: Trail): void => {
    const next = new URLSearchParams(address);
    if (place === null) next.delete('after');
    else next.set('after', place);
    setAddress(next, { state: { trail: newTrail } });
  };
  return {
    chosen,
    after,
    isFiltered: NAMES.some((name) => address.has(name)),
    change,
    clear: () => setAddress({}),
    goToNewest: () => goTo(null, []),
    goToOlder: (next: string) => goTo(next, [...trail, after ?? null]),
    /** Undefined: the address was opened as it is. */
    goToNewer: newer === undefined ? undefined : () => goTo(newer, trail.slice(0, -1)),
  };
}

export type ErrorFilter = ReturnType<typeof useErrorFilter>;
