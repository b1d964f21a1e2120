import { Button, FileButton, Group, Stack, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './pem-input.module.css';

interface Properties {
  readonly label: string;
  readonly description?: string;
  readonly placeholder: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

/** Certificates or a key in PEM: pasted, or read from a file. */
export function PemInput({ label, value, error, onChange, ...input }: Properties) {
  const { t } = useTranslation('ui');
  return (
    <Stack gap={4}>
      <Textarea
        {...input}
        label={label}
        value={value}
        error={error}
        required
        autosize
        minRows={3}
        maxRows={8}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.input ?? '' }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Group>
        <FileButton
          accept=".pem,.crt,.cer,.key"
          onChange={(file) => void file?.text().then(onChange)}
          inputProps={{ 'aria-label': t('pem.readFile', { label }) }}
        >
          {(button) => (
            <Button
              {...button}
              variant="subtle"
              size="compact-sm"
              leftSection={<IconFileUpload size={14} aria-hidden />}
              aria-label={t('pem.readFromFile', { label })}
            >
              {t('pem.read')}
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  );
}
