import type { CreatedApplication } from '@gatehouse/dto';
import { Alert, Button, Group, List, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyField } from '../../../components/ui/secret-dialog';
import { describeKind } from './kinds';
import { POINTS } from './profile-picker';

interface Properties {
  readonly created: CreatedApplication;
  readonly onOpen: () => void;
  readonly onAnother: () => void;
}

/** What an application has got, the secret this once, and what its developer does with it. */
export function Registered({ created: { application, clientSecret }, onOpen, onAnother }: Properties) {
  const { t } = useTranslation('applications');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  // Without a secret, what its kind does with it is not what there is to do.
  const hasKeys = application.clients[0]?.profile === 'fapi2';
  const { nextSteps } = describeKind(application.kind);
  const steps = hasKeys
    ? POINTS.fapi2.map((point) => t(`newProfile.points.${point}`))
    : nextSteps.map((step) => t(`next.${step}`));
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="registered">
      <Stack gap="lg">
        <Group gap="sm" wrap="nowrap">
          <ThemeIcon radius="xl" size={36} aria-hidden>
            <IconCheck size={20} />
          </ThemeIcon>
          <Title order={2} size="h3" id="registered" ref={heading} tabIndex={-1}>
            {t('new.done', { name: application.name })}
          </Title>
        </Group>
        {clientSecret !== undefined && (
          <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />}>
            {t('new.copyNow')}
          </Alert>
        )}
        <CopyField label={t('new.clientId')} value={application.clientIds[0] ?? ''} />
        {clientSecret !== undefined && <CopyField label={t('new.clientSecret')} value={clientSecret} />}
        <div>
          <Text fw={600} mb={4}>
            {t('new.nextSteps')}
          </Text>
          <List size="sm" type="ordered" spacing={4}>
            {steps.map((step) => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onAnother}>
            {t('new.another')}
          </Button>
          <Button onClick={onOpen}>{t(clientSecret === undefined ? 'new.open' : 'new.copied')}</Button>
        </Group>
      </Stack>
    </Paper>
  );
}
