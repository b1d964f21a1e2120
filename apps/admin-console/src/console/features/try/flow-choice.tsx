import { Anchor, Chip, Group, Stack, Text } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../../../components/ui/page';
import type { Flow, FlowId } from './flows/flows';

interface FlowsProperties {
  readonly flows: readonly Flow[];
  readonly chosen: Flow;
  readonly others: readonly FlowId[];
  readonly clientPage: string;
  readonly onChoose: (id: string) => void;
}

/** Which flow is run, and which ones this client is not allowed. */
export function FlowChoice({ flows, chosen, others, clientPage, onChoose }: FlowsProperties) {
  const { t } = useTranslation('try');
  const labels = others.map((id) => t(`flows.${id}.label`)).join(', ');
  return (
    <Section title={t('client.flow')} hint={t(`flows.${chosen.id}.hint`)}>
      <Stack gap="sm">
        <Chip.Group value={chosen.id} onChange={onChoose}>
          <Group gap="xs" role="radiogroup" aria-label={t('client.flow')}>
            {flows.map(({ id }) => (
              <Chip key={id} value={id}>
                {t(`flows.${id}.label`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        {others.length > 0 && (
          <Text size="sm" c="var(--quiet-text)">
            <Trans
              t={t}
              i18nKey="client.notForIt"
              values={{ flows: labels }}
              components={{ go: <Anchor component={Link} to={clientPage} underline="always" size="sm" /> }}
            />
          </Text>
        )}
      </Stack>
    </Section>
  );
}
