import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { callApi } from '../../../lib/api-client';
import { endpoints, pages } from '../../../lib/paths';
import classes from './audit.module.css';
import type { ThingKind } from './field-words';

const PLACES: Readonly<
  Record<ThingKind, { readonly read: (id: string) => string; readonly page: (id: string) => string }>
> = {
  applications: { read: endpoints.application, page: pages.application },
  apis: { read: endpoints.api, page: pages.api },
  users: { read: endpoints.user, page: pages.user },
  organizations: { read: endpoints.organization, page: pages.organization },
  providers: { read: endpoints.provider, page: pages.provider },
  'outside-issuers': { read: endpoints.outsideIssuer, page: pages.outsideIssuer },
};

interface Named {
  readonly name?: string;
  readonly username?: string;
}

/** Something by the name that it has now, on the way to its page; by its ID where it is gone. */
export function Thing({ kind, id }: { readonly kind: ThingKind; readonly id: string }) {
  const { read, page } = PLACES[kind];
  const { data } = useQuery({
    queryKey: [kind, 'name', id],
    queryFn: () => callApi<Named>('GET', read(id)),
    staleTime: 60_000,
  });
  if (data === undefined) return <span className={classes.value}>{id}</span>;
  return (
    <Anchor component={Link} to={page(id)} className={classes.value ?? ''} inherit>
      {data.name ?? data.username ?? id}
    </Anchor>
  );
}
