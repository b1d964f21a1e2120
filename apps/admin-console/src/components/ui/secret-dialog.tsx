import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './secret-dialog.module.css';

/** A value to copy, with its name. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const { t } = useTranslation('ui');
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {label}
      </Text>
      <Group wrap="nowrap" gap="xs">
        <Code block flex={1} className={classes.value ?? ''} aria-label={label}>
          {value}
        </Code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              aria-label={copied ? t('copy.copiedOne', { label }) : t('copy.copyOne', { label })}
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            >
              {copied ? t('copy.copied') : t('copy.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}

interface Properties {
  readonly title: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly note?: string;
  /** What is kept of it. */
  readonly kept?: 'hash' | 'publicKey' | 'sealed';
  readonly onClose: () => void;
}

/** Shows a secret this once; it closes only by its button. */
export function SecretDialog({ title, fields, note, kept = 'hash', onClose }: Properties) {
  const { t } = useTranslation('ui');
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      centered
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />}>
          {t(`secret.once.${kept}`)}
        </Alert>
        {fields.map((field) => (
          <CopyField key={field.label} {...field} />
        ))}
        {note !== undefined && <Text size="sm">{note}</Text>}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('secret.copied')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
