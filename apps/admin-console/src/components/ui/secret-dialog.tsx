import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './secret-dialog.module.css';

/** A value to copy, with its name. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
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
              aria-label={copied ? `${label} copied` : `Copy ${label}`}
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            >
              {copied ? 'Copied' : 'Copy'}
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
  readonly kept?: string;
  readonly onClose: () => void;
}

/** Shows a secret this once; it closes only by its button. */
export function SecretDialog({ title, fields, note, kept = 'only a hash', onClose }: Properties) {
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
          Copy it now: {kept} is kept, so it cannot be shown again.
        </Alert>
        {fields.map((field) => (
          <CopyField key={field.label} {...field} />
        ))}
        {note !== undefined && <Text size="sm">{note}</Text>}
        <Group justify="flex-end">
          <Button onClick={onClose}>I have copied it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
