import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { callApi } from './api-client';
import { endpoints, type ListParameters } from './paths';

/** Things that are picked by name out of more than one page of them. */
export type ChoiceKind =
  | 'applications'
  | 'apis'
  | 'providers'
  | 'outside-issuers'
  | 'users'
  | 'scopes'
  | 'consented-scopes'
  | 'details-types';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface Named {
  /** A scope has its name alone. */
  readonly id?: string;
  readonly name?: string;
  readonly displayName?: string;
  readonly username?: string;
  readonly builtIn?: boolean;
}

const KINDS: Readonly<
  Record<
    ChoiceKind,
    {
      readonly list: (parameters: ListParameters) => string;
      /** Left out: nothing that is built in. */
      readonly isOffered?: (named: Named) => boolean;
      /** Left out: an ID is a name. */
      readonly one?: (id: string) => string;
    }
  >
> = {
  applications: { list: endpoints.applications, one: endpoints.application },
  apis: { list: endpoints.apis, one: endpoints.api },
  providers: { list: endpoints.providers, one: endpoints.provider },
  'outside-issuers': { list: endpoints.outsideIssuers, one: endpoints.outsideIssuer },
  users: { list: endpoints.users, one: endpoints.user },
  scopes: { list: (parameters) => endpoints.scopes({ ...parameters, isBuiltIn: false }) },
  'details-types': { list: endpoints.detailsTypes },
  // Those that operators define, and OpenID Connect's.
  'consented-scopes': {
    list: endpoints.scopes,
    isOffered: ({ name }) => name !== 'offline_access' && name?.startsWith('gatehouse.') !== true,
  },
};

const PAGE_SIZE = 50;
/** More than anybody picks by hand; the names of further ones are not asked for. */
const MAX_NAMED = 100;

const isDefined = ({ builtIn }: Named): boolean => builtIn !== true;

const toLabel = ({ name, displayName, username }: Named): string | undefined =>
  name ?? (username === undefined ? displayName : `${displayName ?? ''} (${username})`);

const toChoice = (named: Named): Choice => {
  const value = named.id ?? named.name ?? '';
  return { value, label: toLabel(named) ?? value };
};

/**
 * What can be picked, by what is typed; the server searches.
 * @param chosen IDs whose names are needed besides, found or not
 */
export function useChoices(kind: ChoiceKind, typed: string, chosen: readonly string[]) {
  const { list, one, isOffered = isDefined } = KINDS[kind];
  const [search] = useDebouncedValue(typed, 200);
  const result = useQuery({
    queryKey: [kind, 'to-choose', search],
    queryFn: () =>
      callApi<{ readonly items: readonly Named[] }>('GET', list({ search, pageSize: PAGE_SIZE })),
    placeholderData: keepPreviousData,
  });
  const found = (result.data?.items ?? []).filter(isOffered).map(toChoice);
  const unseen = chosen.filter((id) => found.every(({ value }) => value !== id));
  const named = useQueries({
    queries:
      one === undefined
        ? []
        : unseen.slice(0, MAX_NAMED).map((id) => ({
            queryKey: [kind, 'name', id],
            queryFn: () => callApi<Named>('GET', one(id)),
            staleTime: 60_000,
          })),
  });
  const others = unseen.map((id, index) => {
    const { data } = named[index] ?? {};
    return { value: id, label: (data && toLabel(data)) ?? id };
  });
  return { found, data: [...found, ...others], isError: result.isError };
}
