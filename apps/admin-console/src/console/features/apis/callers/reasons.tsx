import type { ApiCallerReason } from '@gatehouse/dto';
import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../../lib/format';

const MOST = 3;

/** Why a route stays shut; where it is about some of them alone, of how many. */
export function Reasons({
  reasons,
  further = 0,
  routes,
}: {
  readonly reasons: readonly ApiCallerReason[];
  /** How many there are besides. */
  readonly further?: number;
  /** Of how many routes it could be. */
  readonly routes: number;
}) {
  const { t } = useTranslation('apis');
  if (reasons.length === 0) return null;
  const tell = ({ code, scopes, routes: shut }: ApiCallerReason): string => {
    const reason = t(`whoCan.reasons.${code}`, { count: scopes.length, scopes: scopes.join(', ') });
    return shut >= routes
      ? reason
      : t('whoCan.ofRoutes', { reason, count: shut, number: formatNumber(shut) });
  };
  const more = Math.max(0, reasons.length - MOST) + further;
  return (
    <List size="sm" c="var(--quiet-text)" listStyleType="disc" spacing={2}>
      {reasons.slice(0, MOST).map((reason) => (
        <List.Item key={`${reason.code} ${reason.scopes.join(' ')}`}>{tell(reason)}</List.Item>
      ))}
      {more > 0 && (
        <Text size="sm" component="li" inherit>
          {t('whoCan.moreReasons', { count: more, number: formatNumber(more) })}
        </Text>
      )}
    </List>
  );
}
