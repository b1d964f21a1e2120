import type { AccountActivity } from './api';

const DAYS = 7;
const DAY_MS = 86_400_000;

/** The failed sign-ins of a week, at the worst: whoever came as far as the code knows the password. */
export interface Warning {
  readonly kind: 'sign-in-failed' | 'code-failed';
  readonly count: number;
}

export function findWarning(items: readonly AccountActivity[], now: number): Warning | undefined {
  const late = items.filter(({ at }) => Date.parse(at) > now - DAYS * DAY_MS);
  for (const kind of ['code-failed', 'sign-in-failed'] as const) {
    const count = late.filter((item) => item.kind === kind).reduce((sum, item) => sum + item.count, 0);
    if (count > 0) return { kind, count };
  }
  return undefined;
}
