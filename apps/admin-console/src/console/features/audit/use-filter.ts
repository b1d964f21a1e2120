import { useLocation, useSearchParams } from 'react-router';
import type { AuditParameters } from '../../../lib/paths';

const NAMES = [
  'actor',
  'actorKind',
  'result',
  'action',
  'type',
  'subject',
  'operation',
  'search',
  'from',
  'to',
] as const;
type Name = (typeof NAMES)[number];

/** Days of people, from midnight to midnight where they are. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function toMoment(day: string | null, daysLater: number): string | undefined {
  if (day === null || !DAY.test(day)) return undefined;
  const date = new Date(`${day}T00:00:00`);
  if (Number.isNaN(date.getTime())) return undefined;
  date.setDate(date.getDate() + daysLater);
  return date.toISOString();
}

/** The pages on the way to this one, the newest as null: the history keeps them, the address does not. */
type Trail = readonly (number | null)[];

/** What the address asks for. */
export function useFilter() {
  const [address, setAddress] = useSearchParams();
  const state = useLocation().state as { readonly trail?: Trail } | null;
  const read = (name: Name): string | undefined => address.get(name) ?? undefined;
  const filter: AuditParameters = {
    actor: read('actor'),
    actorKind: read('actorKind'),
    result: read('result'),
    action: read('action'),
    type: read('type'),
    subject: read('subject'),
    operation: read('operation'),
    search: read('search'),
    from: toMoment(address.get('from'), 0),
    to: toMoment(address.get('to'), 1),
  };
  const before = Number(address.get('before')) || undefined;
  const trail = state?.trail ?? [];
  const newer = trail.at(-1);

  /** Another question begins with its newest answers. */
  const change = (changes: Partial<Record<Name, string | undefined>>): void =>
    setAddress(
      (was) => {
        const next = new URLSearchParams(was);
        next.delete('before');
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined || value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  const goTo = (place: number | null, newTrail: Trail): void => {
    const next = new URLSearchParams(address);
    if (place === null) next.delete('before');
    else next.set('before', String(place));
    setAddress(next, { state: { trail: newTrail } });
  };
  return {
    address,
    filter,
    before,
    isFiltered: NAMES.some((name) => address.has(name)),
    change,
    clear: () => setAddress({}),
    goToNewest: () => goTo(null, []),
    goToOlder: (next: number) => goTo(next, [...trail, before ?? null]),
    /** Undefined: the address was opened as it is. */
    goToNewer: newer === undefined ? undefined : () => goTo(newer, trail.slice(0, -1)),
  };
}

export type AuditFilter = ReturnType<typeof useFilter>;
