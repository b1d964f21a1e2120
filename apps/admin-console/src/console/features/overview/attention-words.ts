import type { AttentionItem } from '@gatehouse/dto';
import i18next from 'i18next';
import { describeCheck } from '../../../lib/check-words';
import { formatDate, formatNumber, formatTime } from '../../../lib/format';

type Told = Pick<AttentionItem, 'code' | 'values' | 'title' | 'detail'>;

/** A value as the sentences of this language have it. */
function sayValue(name: string, value: string | number): string {
  if (name === 'status') return String(value);
  if (typeof value === 'number') return formatNumber(value);
  if (name === 'heardAt') return formatTime(value);
  if (name === 'expiresAt') return formatDate(value);
  if (name === 'check') return describeCheck(value);
  return name === 'error' && value === '' ? i18next.t('overview:attention.noReason') : value;
}

/** A matter in the language of the page; in the server's words where its code is newer than this page. */
export function sayMatter({ code, values, title, detail }: Told): { title: string; detail: string } {
  if (!i18next.exists(`overview:matters.${code}`, { returnObjects: true })) return { title, detail };
  const count = Number(values['count'] ?? 0);
  const said = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, sayValue(name, value)] as const),
  );
  const open = { ...said, count, number: formatNumber(count) };
  return {
    title: i18next.t(`overview:matters.${code}.title`, open),
    detail: i18next.t(`overview:matters.${code}.detail`, open),
  };
}
