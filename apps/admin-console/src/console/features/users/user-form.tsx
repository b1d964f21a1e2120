import type { UserDetail } from '@gatehouse/dto';
import { Select, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { ROLES, updateUser } from './api';
import classes from './user-form.module.css';
import { ADDRESS_FIELDS, PROFILE_FIELDS, toChange, toDraft } from './user-draft';

/** What is known of a user. */
export function UserForm({ user }: { readonly user: UserDetail }) {
  const [draft, setDraft] = useState(toDraft(user));

  return (
    <SubmitForm
      submitLabel="Save"
      onSubmit={async () => {
        await updateUser(user.id, toChange(draft, user));
        notifications.show({ message: 'Saved' });
      }}
    >
      {(problem) => (
        <>
          <Section title="Account">
            <Stack>
              <TextInput
                label="Name"
                required
                maxLength={100}
                autoComplete="off"
                value={draft.displayName}
                error={problem('displayName')}
                onChange={(event) => setDraft({ ...draft, displayName: event.currentTarget.value })}
              />
              <TextInput
                label="E-mail address"
                description={
                  user.email !== null && user.emailVerified
                    ? 'Confirmed. Another one has to be confirmed anew.'
                    : 'Not confirmed.'
                }
                type="email"
                maxLength={254}
                autoComplete="off"
                value={draft.email}
                error={problem('email')}
                onChange={(event) => setDraft({ ...draft, email: event.currentTarget.value })}
              />
              <Select
                label="Role"
                data={ROLES}
                value={draft.role}
                allowDeselect={false}
                onChange={(role) => setDraft({ ...draft, role: role ?? 'none' })}
              />
            </Stack>
          </Section>
          <Section
            title="Profile"
            hint="Applications read it with the scopes profile and phone, when the person allows it."
          >
            <div className={classes.fields}>
              {PROFILE_FIELDS.map(([name, label, example]) => (
                <TextInput
                  key={name}
                  label={label}
                  autoComplete="off"
                  {...(example !== undefined && { placeholder: example })}
                  value={draft.profile[name]}
                  error={problem(`profile.${name}`)}
                  onChange={({ currentTarget: { value } }) =>
                    setDraft({ ...draft, profile: { ...draft.profile, [name]: value } })
                  }
                />
              ))}
            </div>
          </Section>
          <Section title="Address" hint="With the scope address.">
            <div className={classes.fields}>
              {ADDRESS_FIELDS.map(([name, label]) => (
                <TextInput
                  key={name}
                  label={label}
                  autoComplete="off"
                  value={draft.address[name]}
                  error={problem(`profile.address.${name}`)}
                  onChange={({ currentTarget: { value } }) =>
                    setDraft({ ...draft, address: { ...draft.address, [name]: value } })
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
