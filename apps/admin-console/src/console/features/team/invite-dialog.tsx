import type { OperatorRole } from '@gatehouse/scopes';
import { Modal, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SubmitForm } from '../../../components/ui/submit-form';
import { invite } from './api';
import { RolePicker } from './role-picker';

/** Somebody new: they choose their password by a link that comes by mail. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['team', 'ui']);
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<OperatorRole>('member');
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('invite.title')}
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <SubmitForm
        submitLabel={t('invite.action')}
        onSubmit={async () => {
          const name = displayName.trim();
          await invite({
            username: username.trim(),
            email: email.trim(),
            operatorRole: role,
            ...(name !== '' && { displayName: name }),
          });
          notifications.show({ message: t('invite.done', { username: username.trim() }) });
          onClose();
        }}
      >
        {(problem) => (
          <Stack>
            <TextInput
              label={t('invite.username')}
              required
              maxLength={100}
              autoComplete="off"
              value={username}
              error={problem('username')}
              onChange={(event) => setUsername(event.currentTarget.value)}
            />
            <TextInput
              label={t('columns.name')}
              maxLength={100}
              autoComplete="off"
              value={displayName}
              error={problem('displayName')}
              onChange={(event) => setDisplayName(event.currentTarget.value)}
            />
            <TextInput
              label={t('invite.email')}
              type="email"
              required
              maxLength={254}
              autoComplete="off"
              value={email}
              error={problem('email')}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <RolePicker value={role} onChange={setRole} />
          </Stack>
        )}
      </SubmitForm>
    </Modal>
  );
}
