import type { ApiFinding } from '@gatehouse/dto';
import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { describeFinding } from '../../../lib/form-problems';
import { describeField } from './field-name';

interface Properties {
  readonly warnings: readonly ApiFinding[];
  readonly saveLabel: string;
  readonly onAnswer: (isWanted: boolean) => void;
}

/** Tells what may not do what is meant, before it is saved. */
export function WarningsDialog({ warnings, saveLabel, onAnswer }: Properties) {
  const { t } = useTranslation(['apis', 'ui']);
  return (
    <Modal
      opened
      onClose={() => onAnswer(false)}
      title={t('warnings.title')}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <Stack>
        <Text size="sm">{t('warnings.lead')}</Text>
        <List size="sm" spacing="xs">
          {warnings.map((warning) => (
            <List.Item key={`${warning.field} ${warning.message}`}>
              <b>{describeField(warning.field)}</b>: {describeFinding(warning)}
            </List.Item>
          ))}
        </List>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={() => onAnswer(false)}>
            {t('warnings.back')}
          </Button>
          <Button onClick={() => onAnswer(true)}>{saveLabel}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
