import type { OperatorRole } from '@gatehouse/scopes';
import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ROLES } from './api';

/** What each role may do is said beside it. */
export function RolePicker({
  value,
  onChange,
}: {
  readonly value: OperatorRole;
  readonly onChange: (role: OperatorRole) => void;
}) {
  const { t } = useTranslation('team');
  return (
    <Radio.Group label={t('columns.role')} value={value} onChange={onChange}>
      <Stack gap="sm" mt="xs">
        {ROLES.map((role) => (
          <Radio
            key={role}
            value={role}
            label={t(`roles.${role}.label`)}
            description={t(`roles.${role}.hint`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
