import type { UserDetail } from '@gatehouse/dto';
import { Text } from '@mantine/core';
import { useParams } from 'react-router';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDate } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { useFactors, useUser } from './api';
import { UserActions } from './user-actions';
import { UserForm } from './user-form';

const BACK = { to: pages.users, label: 'Users' };

function SignInSection({ user }: { readonly user: UserDetail }) {
  const result = useFactors(user.id);
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (result.isPending) return <ListSkeleton />;
  const { hasPassword, hasTotp, passkeyCount, recoveryCodesLeft } = result.data;
  const ways = [
    hasPassword && 'a password',
    hasTotp && 'an authenticator app',
    passkeyCount > 0 && (passkeyCount === 1 ? 'a passkey' : `${passkeyCount} passkeys`),
    recoveryCodesLeft > 0 && `${recoveryCodesLeft} recovery codes`,
  ].filter((way) => way !== false);
  return (
    <Section
      title="How they sign in"
      hint={`User name ${user.username}, since ${formatDate(user.createdAt)}.`}
    >
      <Text size="sm">
        {ways.length === 0
          ? 'No password and no passkey here: by a directory or an identity provider, or not yet.'
          : `With ${ways.join(', ')}.`}
      </Text>
    </Section>
  );
}

/** One user: what is known of them, and how they sign in. */
export function UserPage() {
  const { id = '' } = useParams();
  const result = useUser(id);
  return (
    <LoadedPage result={result} title="User" back={BACK}>
      {(user) => (
        <Page
          title={user.displayName}
          description={user.enabled ? user.username : `${user.username}, disabled`}
          back={BACK}
          actions={<UserActions user={user} />}
        >
          <SignInSection user={user} />
          <UserForm key={user.version} user={user} />
        </Page>
      )}
    </LoadedPage>
  );
}
