import type { RevocationDetail, TokenState } from '@gatehouse/dto';
import { Badge } from '@mantine/core';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../../lib/format';
import classes from './authorizations.module.css';

const COLORS = { active: 'gate', expired: 'gray', revoked: 'red' } as const;

export function StateBadge({ state }: { readonly state: TokenState }) {
  const { t } = useTranslation('authorizations');
  return (
    <Badge variant="light" color={COLORS[state]}>
      {t(`states.${state}`)}
    </Badge>
  );
}

/** Why something was revoked, as far as that was written down. */
export function describeReason(reason: string | null): string {
  return reason !== null && i18next.exists(`authorizations:reasons.${reason}`)
    ? i18next.t(`authorizations:reasons.${reason as 'operator'}`)
    : i18next.t('authorizations:reasons.unknown');
}

export function RevocationNote({ revocation }: { readonly revocation: RevocationDetail }) {
  const { t } = useTranslation('authorizations');
  return (
    <>
      {t('revocation', {
        what: t(`kinds.${revocation.kind}`),
        time: formatDateTime(revocation.revokedAt),
        reason: describeReason(revocation.reason),
      })}
    </>
  );
}

/** Names and what they are; what is undefined is left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
