import type {
  ApplicationEffects,
  ApplicationSelection,
  BulkAction,
  ChangedApplications,
  SeenApplication,
} from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

/** An application that is selected, as it was seen. */
export type Selected = ApplicationSelection['items'][number];

export const selectMatching = (parameters: Readonly<Record<string, string>>): Promise<ApplicationSelection> =>
  callApi('GET', endpoints.applicationSelection(parameters));

/** What depends on applications. */
export const useEffects = (ids: readonly string[]) =>
  useQuery({
    queryKey: ['application-effects', ids],
    queryFn: () => callApi<ApplicationEffects>('POST', endpoints.applicationEffects, { ids }),
  });

export async function changeApplications(
  action: BulkAction,
  selected: readonly Selected[],
): Promise<ChangedApplications> {
  const applications: SeenApplication[] = selected.map(({ id, version }) => ({ id, version }));
  const changed = await callApi<ChangedApplications>('POST', endpoints.applicationChanges, {
    action,
    applications,
  });
  await queryClient.invalidateQueries({ queryKey: ['applications'] });
  for (const { id } of selected) queryClient.removeQueries({ queryKey: ['application', id] });
  return changed;
}
