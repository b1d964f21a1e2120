import type { ClientDetail } from '@gatehouse/dto';
import {
  CLIENT_PROFILES,
  type ClientProfile,
  type DemandState,
  fitToProfile,
  listDemands,
} from '@gatehouse/dto/client-profiles';

/** What a switch of profile cannot see to, and the section of the page where somebody does it. */
const SECTION_OF_DEMAND = {
  confidential: undefined,
  'key-authentication': 'authentication',
  'strong-keys': 'authentication',
  'https-redirects': 'client',
} as const;
export type Todo = keyof typeof SECTION_OF_DEMAND;

/** A demand of a profile, as the client would stand to it once the profile is saved. */
export interface DemandLine {
  readonly demand: DemandState['demand'];
  /** set: the switch of profile sees to it; open: somebody has to do something first. */
  readonly state: 'met' | 'set' | 'advice' | 'open';
  /** What there is to do for it, and the section where it is done. */
  readonly todo: { readonly name: Todo; readonly anchor: (typeof SECTION_OF_DEMAND)[Todo] } | undefined;
}

const isTodo = (demand: string): demand is Todo => Object.hasOwn(SECTION_OF_DEMAND, demand);

const findState = (now: DemandState, after: DemandState | undefined): DemandLine['state'] => {
  if (now.wrong.length === 0) return 'met';
  if (after?.wrong.length === 0) return 'set';
  return now.isAdvice ? 'advice' : 'open';
};

/** What a profile demands of a client; one that it has already sets nothing any more. */
export function listDemandLines(client: ClientDetail, profile: ClientProfile): readonly DemandLine[] {
  const isNew = profile !== client.profile;
  const changed = isNew ? ({ ...client, ...fitToProfile(profile, client) } as ClientDetail) : client;
  const after = new Map(listDemands(profile, changed).map((state) => [state.demand, state]));
  return listDemands(profile, client).map((now) => ({
    demand: now.demand,
    state: findState(now, after.get(now.demand)),
    todo: isTodo(now.demand) ? { name: now.demand, anchor: SECTION_OF_DEMAND[now.demand] } : undefined,
  }));
}

export const toProfile = (text: string): ClientProfile | undefined =>
  CLIENT_PROFILES.find((profile) => profile === text);
