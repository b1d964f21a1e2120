import type { AuthorizationLineage } from '@gatehouse/dto';
import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ActingChain } from '../../../components/ui/acting-chain';
import { Section } from '../../../components/ui/page';
import { formatDateTime, formatNumber } from '../../../lib/format';
import classes from './authorizations.module.css';

/** Who else used what was allowed, after an exchange: nothing, where nobody did. */
export function ExchangedSection({
  authorization: { exchangedUses, user },
}: {
  readonly authorization: AuthorizationLineage;
}) {
  const { t } = useTranslation('authorizations');
  if (exchangedUses.length === 0) return null;
  return (
    <Section title={t('exchanged.title')} hint={t('exchanged.hint')}>
      <Stack gap="lg">
        {exchangedUses.map(({ clients, calls, lastAt }) => (
          <div key={clients.map(({ id }) => id).join(' ')} className={classes.exchanged}>
            <ActingChain parties={clients} user={{ id: user.id, name: user.displayName }} />
            <Text size="sm" c="var(--quiet-text)" mt={6}>
              {t('scopes.used', {
                count: calls,
                number: formatNumber(calls),
                time: formatDateTime(lastAt),
              })}
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  );
}
