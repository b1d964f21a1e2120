import type {
  Addresses,
  ApiDetail,
  ApiSummary,
  ApplicationDetail,
  CallList,
  CallSummary,
} from '@gatehouse/dto';
import { skipToken, useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useEffect, useState } from 'react';
import type { ListPage } from '../../../components/ui/server-list';
import { ApiError, callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { TEXT_LANGUAGES, type TextLanguage } from '../../../lib/text-languages';
import { fetchTextsIn } from '../../locales/texts-in';

/** Nothing is asked where there is no path yet. */
function useAnswer<T>(path: string | undefined) {
  const queryFn = (): Promise<T> => callApi<T>('GET', path ?? '');
  return useQuery({ queryKey: ['first-steps', path], queryFn: path === undefined ? skipToken : queryFn });
}

export const useAddresses = () => useAnswer<Addresses>(endpoints.addresses);

export const useFirstApi = (id: string | undefined) =>
  useAnswer<ApiDetail>(id === undefined ? undefined : endpoints.api(id));

export const useFirstApplication = (id: string | undefined) =>
  useAnswer<ApplicationDetail>(id === undefined ? undefined : endpoints.application(id));

/** What end users are asked, in their language. */
async function sayScopeIn(language: TextLanguage) {
  await fetchTextsIn(language, 'overview');
  const t = i18next.getFixedT(language, 'overview');
  return [language, { title: t('guide.scope.title'), description: t('guide.scope.description') }] as const;
}

/** The scope that the first API needs; also where it is there already. @throws ApiError */
export async function ensureScope(name: string): Promise<void> {
  try {
    await callApi('POST', endpoints.scopes(), {
      name,
      title: i18next.t('overview:guide.scope.title'),
      description: i18next.t('overview:guide.scope.description'),
      texts: Object.fromEntries(await Promise.all(TEXT_LANGUAGES.map(sayScopeIn))),
    });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
  }
}

/** `/hello`, or where that is taken `/hello-2` and so on. @throws ApiError */
export async function findFreePath(): Promise<string> {
  const { items } = await callApi<ListPage<ApiSummary>>('GET', endpoints.apis({ pageSize: 200 }));
  const taken = new Set(items.map(({ basePath }) => basePath));
  let path = '/hello';
  for (let number = 2; taken.has(path); number += 1) path = `/hello-${number}`;
  return path;
}

/** The first call of an API, as soon as it comes. */
export function useFirstCall(apiId: string | undefined): CallSummary | undefined {
  const [call, setCall] = useState<CallSummary>();
  useEffect(() => {
    if (apiId === undefined) return undefined;
    const stream = new EventSource(endpoints.callStream({ apiId }));
    stream.addEventListener('calls', (event) => {
      const { items } = JSON.parse((event as MessageEvent<string>).data) as CallList;
      // One that was let pass is what is waited for; until then, a refused one tells what is missing.
      const [newest] = items;
      const passed = items.find(({ check }) => check === null);
      if (newest !== undefined) setCall((before) => (before?.check === null ? before : (passed ?? newest)));
    });
    return () => stream.close();
  }, [apiId]);
  return call;
}
