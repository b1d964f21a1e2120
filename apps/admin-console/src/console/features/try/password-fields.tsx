import { Alert, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldsProperties } from './step-fields';
import classes from './try.module.css';

/** Name and password of a user, and why nobody should have to give them to an application. */
export function PasswordFields({ given, onChange }: FieldsProperties) {
  const { t } = useTranslation('try');
  return (
    <Stack gap="md">
      <Alert
        color="orange"
        variant="light"
        icon={<IconAlertTriangle aria-hidden />}
        title={t('password.legacy')}
      >
        {t('password.legacyText')}
      </Alert>
      <div className={classes.fields}>
        <TextInput
          label={t('password.username')}
          value={given.username}
          autoComplete="off"
          onChange={(event) => onChange({ username: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('password.password')}
          value={given.password}
          autoComplete="new-password"
          onChange={(event) => onChange({ password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        />
      </div>
      <Text size="sm" c="var(--quiet-text)">
        {t('password.memory')}
      </Text>
    </Stack>
  );
}
