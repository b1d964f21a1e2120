import type { SettingsDetail, SettingValue, UpdateSettings } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

const KEY = ['settings'];

const load = () => callApi<SettingsDetail>('GET', endpoints.settings);

export const useSettings = () => useQuery({ queryKey: KEY, queryFn: load });

export async function reloadSettings(): Promise<SettingsDetail> {
  const settings = await load();
  queryClient.setQueryData(KEY, settings);
  return settings;
}

/** @param values null: no longer set here */
export async function changeSettings(
  version: number,
  values: Readonly<Record<string, SettingValue | null>>,
): Promise<void> {
  const body = { version, values } satisfies UpdateSettings;
  queryClient.setQueryData(KEY, await callApi<SettingsDetail>('PATCH', endpoints.settings, body));
}
