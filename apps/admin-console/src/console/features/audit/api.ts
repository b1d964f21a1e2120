import type { AuditActorList, AuditEntry, AuditPage, AuditVerification } from '@gatehouse/dto';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { type AuditParameters, endpoints } from '../../../lib/paths';

export const useEntries = (filter: AuditParameters, before: number | undefined) =>
  useQuery({
    queryKey: ['audit', filter, before],
    queryFn: () => callApi<AuditPage>('GET', endpoints.audit({ ...filter, before })),
    placeholderData: keepPreviousData,
  });

/** Who can be asked for, by what is typed; the server searches. */
export const useActors = (search: string) =>
  useQuery({
    queryKey: ['audit', 'actors', search],
    queryFn: () => callApi<AuditActorList>('GET', endpoints.auditActors(search)),
    placeholderData: keepPreviousData,
  });

export const useEntry = (number: number) =>
  useQuery({
    queryKey: ['audit', number],
    queryFn: () => callApi<AuditEntry>('GET', endpoints.auditEntry(number)),
  });

/** What came of all of it. */
export interface Verified extends Pick<
  AuditVerification,
  'removed' | 'checkpoint' | 'given' | 'problem' | 'isIntact'
> {
  readonly checked: number;
  readonly first: number | null;
  readonly last: number | null;
}

/**
 * Has the server look at the whole chain, in as many parts as it wants.
 * @param onProgress told how many entries have been looked at
 * @param signal nobody waits for it any more
 */
export async function verifyAll(
  checkpoint: string,
  onProgress: (checked: number) => void,
  signal: AbortSignal,
): Promise<Verified> {
  let [checked, after]: [number, string | undefined] = [0, undefined];
  let [first, last]: [number | null, number | null] = [null, null];
  for (;;) {
    const part: AuditVerification = await callApi<AuditVerification>(
      'GET',
      endpoints.auditVerification({ checkpoint, after }),
    );
    checked += part.checked;
    first ??= part.first;
    last = part.last ?? last;
    onProgress(checked);
    if (part.next === null || !part.isIntact || signal.aborted) return { ...part, checked, first, last };
    after = part.next;
  }
}
