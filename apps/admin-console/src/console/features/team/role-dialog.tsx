import type { TeamMemberDetail } from '@gatehouse/dto';
import { Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SubmitForm } from '../../../components/ui/submit-form';
import { changeRole } from './api';
import { RolePicker } from './role-picker';

/** Gives somebody another role. */
export function RoleDialog({
  person,
  onClose,
}: {
  readonly person: TeamMemberDetail;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['team', 'ui']);
  const [role, setRole] = useState(person.role);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('change.title', { name: person.displayName })}
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <SubmitForm
        submitLabel={t('change.action')}
        onSubmit={async () => {
          await changeRole(person.id, person.version, role);
          notifications.show({
            message: t('change.done', { name: person.displayName, role: t(`roles.${role}.label`) }),
          });
          onClose();
        }}
      >
        {(problem) => {
          const wrong = problem('operatorRole');
          return (
            <Stack>
              <RolePicker value={role} onChange={setRole} />
              {wrong !== undefined && <Text c="red">{wrong}</Text>}
              <Text size="sm" c="var(--quiet-text)">
                {t('change.hint')}
              </Text>
            </Stack>
          );
        }}
      </SubmitForm>
    </Modal>
  );
}
