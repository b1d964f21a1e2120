import type { SettingDetail, SettingSource } from '@gatehouse/dto';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { nameSetting } from '../../../lib/setting-words';
import { explainSetting } from './words';

export const SOURCES = ['environment', 'database', 'default'] as const satisfies readonly SettingSource[];

/** Which settings are shown: all of it is in the address. */
export function useFilter() {
  const { t } = useTranslation('settings');
  const [address, setAddress] = useSearchParams();
  const search = address.get('search') ?? '';
  const wanted = address.get('source');
  const source = SOURCES.find((one) => one === wanted) ?? null;
  const change = (name: 'search' | 'source', value: string): void =>
    setAddress(
      (was) => {
        const next = new URLSearchParams(was);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return {
    search,
    source,
    isFiltered: search !== '' || source !== null,
    setSearch: (text: string) => change('search', text),
    setSource: (next: SettingSource | null) => change('source', next ?? ''),
    clear: () => setAddress({}, { replace: true }),
    /** Every word is in what a reader sees of it, in the page's language or the server's. */
    isShown: (setting: SettingDetail): boolean => {
      if (source !== null && setting.source !== source) return false;
      const { name, section, description } = setting;
      const said = [name, section, description, nameSetting(name), explainSetting(t, setting)];
      const text = said.join(' ').toLowerCase();
      return words.every((word) => text.includes(word));
    },
  };
}

export type SettingFilter = ReturnType<typeof useFilter>;
