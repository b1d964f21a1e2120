import { MAX_LOGO_BYTES } from '@gatehouse/dto/brand-limits';
import { Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

const readAsDataUri = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(file);
  });

interface Properties {
  readonly hasLogo: boolean;
  /** How it is shown. */
  readonly hint: string;
  /** Shown beside the buttons. */
  readonly preview?: ReactNode;
  readonly problem: string | undefined;
  readonly isBusy?: boolean;
  /** With a data URI, or null when it is taken away. */
  readonly onChange: (logo: string | null) => void;
}

/** Chooses a picture, or none. */
export function LogoInput({ hasLogo, hint, preview, problem, isBusy = false, onChange }: Properties) {
  const { t } = useTranslation('ui');
  const [tooLarge, setTooLarge] = useState(false);

  async function choose(file: File | null): Promise<void> {
    if (file === null) return;
    setTooLarge(file.size > MAX_LOGO_BYTES);
    if (file.size <= MAX_LOGO_BYTES) onChange(await readAsDataUri(file));
  }

  return (
    <Group gap="md" wrap="nowrap" align="flex-start">
      {preview}
      <Stack gap={6}>
        <Text size="sm" fw={650} component="span">
          {t('logo.label')}
        </Text>
        <Text size="xs" c="var(--quiet-text)">
          {t('logo.hint', { hint })}
        </Text>
        <Group gap="xs">
          <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => void choose(file)}>
            {(button) => (
              <Button variant="default" size="xs" loading={isBusy} {...button}>
                {hasLogo ? t('logo.another') : t('logo.choose')}
              </Button>
            )}
          </FileButton>
          {hasLogo && (
            <Button variant="default" size="xs" disabled={isBusy} onClick={() => onChange(null)}>
              {t('logo.remove')}
            </Button>
          )}
        </Group>
        {(tooLarge || problem !== undefined) && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {tooLarge ? t('logo.tooLarge') : problem}
          </Text>
        )}
      </Stack>
    </Group>
  );
}
