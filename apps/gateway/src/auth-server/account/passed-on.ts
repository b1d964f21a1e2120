import type { PassedOn, PresentedApplication } from '@gatehouse/dto';
import type { ActorName, ActorNames, ExchangedUseRow } from '@gatehouse/persistence';

type Hand = ActorName | undefined;

/** Applications, as people know them, whatever clients they have: the one that was allowed asks nobody by asking itself. */
function findOthers(owner: string, passedTo: readonly string[], names: ActorNames): readonly Hand[] {
  const hands: Hand[] = [];
  let before: string | null = owner;
  for (const id of passedTo.toReversed()) {
    const hand = names.get(id);
    const applicationId: string | null = hand?.applicationId ?? id;
    if (applicationId !== before) hands.push(hand);
    before = applicationId;
  }
  return hands;
}

/**
 * Who else used what an application was allowed, in the order in which they asked each other.
 * @param owner the application that was allowed
 * @param uses the latest first
 */
export function tellPassedOn(
  owner: string,
  uses: readonly ExchangedUseRow[],
  names: ActorNames,
  present: (applicationId: string) => Pick<PresentedApplication, 'logoUrl'>,
): readonly PassedOn[] {
  const told = new Map<string, PassedOn>();
  for (const { passedTo, calls, lastAt } of uses) {
    const others = findOthers(owner, passedTo, names);
    if (others.length === 0) continue;
    const key = others.map((hand) => hand?.applicationId ?? '').join(' ');
    const known = told.get(key);
    told.set(key, {
      applications: others.map((hand) => ({
        name: hand?.name ?? null,
        logoUrl: hand?.applicationId == null ? null : present(hand.applicationId).logoUrl,
      })),
      calls: calls + (known?.calls ?? 0),
      lastAt: known?.lastAt ?? lastAt.toISOString(),
    });
  }
  return [...told.values()];
}
