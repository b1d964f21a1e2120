import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../lib/api-client';
import { accountProfile } from '../../../lib/portal-paths';
import { AccountPage } from '../../ui/account-page';
import { useChange } from '../../ui/use-change';
import { AddressSection } from './address-section';
import { getProfile, type OwnProfile, saveProfile, type UpdateOwnProfile } from './api';
import { ProfileForm } from './profile-form';

function Profile({ profile, reload }: { readonly profile: OwnProfile; readonly reload: () => void }) {
  const [isDone, setDone] = useState(false);
  const [isStale, setStale] = useState(false);
  const change = useChange(() => {
    setDone(true);
    reload();
  });

  async function save(next: UpdateOwnProfile): Promise<void> {
    setDone(false);
    try {
      await saveProfile(next);
    } catch (error) {
      if (error instanceof ApiError && error.problem.code === 'profile-changed') {
        // The fields begin anew with what is there now.
        setStale(true);
        reload();
      }
      throw error;
    }
  }

  return (
    <Stack gap="lg">
      <ProfileForm
        key={isStale ? profile.version : 'own'}
        profile={profile}
        change={change}
        isDone={isDone}
        onSave={(next) => change.run(() => save(next))}
      />
      <AddressSection profile={profile} onChanged={reload} />
    </Stack>
  );
}

/** Where people see and change what is known of them. */
export function ProfilePage() {
  const { t } = useTranslation('account-profile');
  return (
    <AccountPage page={accountProfile} lead={t('signedOutLead')} load={getProfile} who={(profile) => profile}>
      {(profile, reload) => <Profile profile={profile} reload={reload} />}
    </AccountPage>
  );
}
