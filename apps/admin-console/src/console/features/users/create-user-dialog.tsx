import type { CreatedUser, InviteUser } from '@gatehouse/dto';
import { Alert, Button, Group, Modal, Select, Stack, Switch, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callApi } from '../../../lib/api-client';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { endpoints } from '../../../lib/paths';
import { refreshUsers, ROLES } from './api';

/** A new user: with a password that is shown once, or invited by mail to choose their own. */
export function CreateUserDialog(properties: {
  readonly onCreated: (created: CreatedUser) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['users', 'ui']);
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [email, setEmail] = useState('');
  const [isInvited, setInvited] = useState(false);
  const [role, setRole] = useState('none');
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);

  async function create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const input: InviteUser = {
      username: username.trim(),
      ...(displayName.trim() && { displayName: displayName.trim() }),
      ...(email.trim() && { email: email.trim() }),
      ...(isInvited && { invite: true }),
      operatorRole: role === 'none' ? null : (role as NonNullable<InviteUser['operatorRole']>),
    };
    try {
      properties.onCreated(await callApi<CreatedUser>('POST', endpoints.users(), input));
      await refreshUsers();
    } catch (error) {
      setProblems(toFormProblems(error));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={properties.onClose}
      title={t('new.title')}
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <form onSubmit={(event) => void create(event)}>
        <Stack>
          {problems !== undefined && (
            <Alert color="red" variant="light" role="alert">
              {problems.summary}
            </Alert>
          )}
          <TextInput
            label={t('fields.username')}
            required
            maxLength={100}
            autoComplete="off"
            value={username}
            error={problems?.fields['username']}
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
          <TextInput
            label={t('fields.name')}
            maxLength={100}
            autoComplete="off"
            value={displayName}
            error={problems?.fields['displayName']}
            onChange={(event) => setDisplayName(event.currentTarget.value)}
          />
          <TextInput
            label={t('fields.email')}
            type="email"
            maxLength={254}
            autoComplete="off"
            value={email}
            error={problems?.fields['email']}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Switch
            label={t('new.invite')}
            description={t('new.inviteHint')}
            checked={isInvited}
            onChange={(event) => setInvited(event.currentTarget.checked)}
          />
          <Select
            label={t('fields.role')}
            data={ROLES.map((one) => ({ value: one, label: t(`choices.${one}`) }))}
            value={role}
            allowDeselect={false}
            onChange={(value) => setRole(value ?? 'none')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={properties.onClose}>
              {t('ui:cancel')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {t(isInvited ? 'new.submitInvite' : 'new.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
