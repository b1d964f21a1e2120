import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type SecurityOverview, unlinkProvider } from './api';
import { ProblemAlert } from '../../ui/problem';
import { Section } from '../../ui/section';
import { useChange } from '../../ui/use-change';

interface Properties {
  readonly overview: SecurityOverview;
  readonly onChanged: () => void;
}

/** With whom the person can sign in instead; nothing where there is nobody. */
export function ProvidersSection({ overview, onChanged }: Properties) {
  const { t } = useTranslation('account-security');
  const change = useChange(onChanged);
  const { providers, isFresh } = overview;
  if (providers.length === 0) return null;
  return (
    <Section title={t('providers.title')}>
      <ProblemAlert error={change.problem} />
      <Stack gap="xs" component="ul" m={0} p={0}>
        {providers.map(({ slug, name, canUnlink }) => (
          <Group key={slug} component="li" justify="space-between" wrap="nowrap">
            <div>
              <Text size="sm" fw={600}>
                {name}
              </Text>
              {!canUnlink && (
                <Text size="xs" c="var(--quiet-text)">
                  {t('providers.from')}
                </Text>
              )}
            </div>
            {canUnlink && (
              <Button
                variant="default"
                size="xs"
                disabled={change.isBusy || !isFresh}
                aria-label={t('providers.unlinkNamed', { name })}
                onClick={() => change.run(() => unlinkProvider(slug))}
              >
                {t('providers.unlink')}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
