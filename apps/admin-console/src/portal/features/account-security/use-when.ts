import { useTranslation } from 'react-i18next';
import { formatDate, formatWeekday } from '../../../lib/format';
import { type DayTold, tellDay } from './last-use';

const FORMAT: Readonly<Record<DayTold, (iso: string) => string>> = {
  today: () => '',
  yesterday: () => '',
  weekday: formatWeekday,
  date: formatDate,
};

const WHEN = {
  today: 'applications.whenToday',
  yesterday: 'applications.whenYesterday',
  weekday: 'applications.whenWeekday',
  date: 'applications.whenDate',
} as const satisfies Record<DayTold, string>;

/** Says on which day something was, as it is said inside a sentence. */
export function useWhen(): (iso: string) => string {
  const { t } = useTranslation('account-security');
  return (iso) => {
    const told = tellDay(iso);
    return t(WHEN[told], { day: FORMAT[told](iso) });
  };
}
