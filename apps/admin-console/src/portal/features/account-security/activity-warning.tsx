import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AccountActivity } from './api';
import { findWarning } from './find-warning';

/** Asks whether failed sign-ins of late were the person's own, and says what to do if not. */
export function ActivityWarning({ items }: { readonly items: readonly AccountActivity[] }) {
  const { t } = useTranslation('account-security');
  const warning = findWarning(items, Date.now());
  if (warning === undefined) return null;
  return (
    <Alert
      role="note"
      color={warning.kind === 'code-failed' ? 'red' : 'yellow'}
      title={t('activity.warning.title')}
      mb="md"
    >
      <Text size="sm">{t(`activity.warning.${warning.kind}`, { count: warning.count })}</Text>
    </Alert>
  );
}
