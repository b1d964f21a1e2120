import type { UserDetail } from '@gatehouse/dto';
import { Select, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { Section } from '../../../components/ui/page';
import { useRole } from '../../../components/ui/role';
import { SubmitForm } from '../../../components/ui/submit-form';
import { useEditing } from '../../../lib/use-editing';
import { reloadUser, ROLES, updateUser } from './api';
import classes from './user-form.module.css';
import {
  ADDRESS_FIELDS,
  EXAMPLES,
  PROFILE_FIELDS,
  findKept,
  toChange,
  toDraft,
  type UserDraft,
} from './user-draft';

const LABELS = {
  displayName: 'fields.name',
  email: 'fields.email',
  role: 'fields.role',
  profile: 'form.profile',
  address: 'form.address',
} as const satisfies Record<keyof UserDraft, string>;

/** Why a name or an address cannot be changed here. */
function useKept(user: UserDetail) {
  const { t } = useTranslation('users');
  const { isName, isEmail } = findKept(user);
  const { keptBy } = user;
  const from = keptBy?.kind === 'provider' ? t('form.kept.provider', keptBy) : t('form.kept.directory');
  const none =
    keptBy?.kind === 'provider' ? t('form.kept.noneOfProvider', keptBy) : t('form.kept.noneOfDirectory');
  const confirmed = user.emailVerified ? t('form.confirmed') : t('form.notConfirmed');
  const hint = user.email === null ? '' : confirmed;
  return {
    name: isName && { description: from, readOnly: true, variant: 'filled' },
    email: isEmail
      ? { description: from, readOnly: true, variant: 'filled' }
      : { description: keptBy === null ? hint : none },
  };
}

/** What is known of a user. */
export function UserForm({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const editing = useEditing({
    name: `user ${user.id}`,
    record: user,
    toValue: toDraft,
    reload: () => reloadUser(user.id),
  });
  const { value: draft, change } = editing;
  const { isAdmin } = useRole();
  const kept = useKept(user);
  const labels = Object.fromEntries(Object.entries(LABELS).map(([field, key]) => [field, t(key)]));

  return (
    <SubmitForm
      submitLabel={t('form.save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      onSubmit={async () => {
        await editing.save((fresh, value) => updateUser(user.id, toChange(value, fresh)));
        notifications.show({ message: t('form.saved') });
      }}
    >
      {(problem) => (
        <>
          <Section title={t('form.account')}>
            <Stack>
              <TextInput
                label={t('fields.name')}
                required={!kept.name}
                maxLength={100}
                autoComplete="off"
                value={draft.displayName}
                error={problem('displayName')}
                {...kept.name}
                onChange={(event) => change({ displayName: event.currentTarget.value })}
              />
              <TextInput
                label={t('fields.email')}
                {...kept.email}
                type="email"
                maxLength={254}
                autoComplete="off"
                value={draft.email}
                error={problem('email')}
                onChange={(event) => change({ email: event.currentTarget.value })}
              />
              <Select
                label={t('fields.role')}
                data={ROLES.map((role) => ({ value: role, label: t(`choices.${role}`) }))}
                value={draft.role}
                disabled={!isAdmin}
                allowDeselect={false}
                onChange={(role) => change({ role: role ?? 'none' })}
              />
            </Stack>
          </Section>
          <Section title={t('form.profile')} hint={t('form.profileHint')}>
            <div className={classes.fields}>
              {PROFILE_FIELDS.map((name) => (
                <TextInput
                  key={name}
                  label={t(`profile.${name}`)}
                  autoComplete="off"
                  placeholder={EXAMPLES[name] ?? ''}
                  value={draft.profile[name]}
                  error={problem(`profile.${name}`)}
                  onChange={({ currentTarget: { value } }) =>
                    change({ profile: { ...draft.profile, [name]: value } })
                  }
                />
              ))}
            </div>
          </Section>
          <Section title={t('form.address')} hint={t('form.addressHint')}>
            <div className={classes.fields}>
              {ADDRESS_FIELDS.map((name) => (
                <TextInput
                  key={name}
                  label={t(`address.${name}`)}
                  autoComplete="off"
                  value={draft.address[name]}
                  error={problem(`profile.address.${name}`)}
                  onChange={({ currentTarget: { value } }) =>
                    change({ address: { ...draft.address, [name]: value } })
                  }
                />
              ))}
            </div>
          </Section>
        </>
      )}
    </SubmitForm>
  );
}
