import type { UserDetail } from '@gatehouse/dto';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDate } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { useFactors, useUser } from './api';
import { ActivitySection } from './activity-section';
import { ConnectedSection } from './connected-section';
import { SessionsSection } from './sessions-section';
import { UserActions } from './user-actions';
import { UserForm } from './user-form';

function SignInSection({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const result = useFactors(user.id);
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (result.isPending) return <ListSkeleton />;
  const { hasPassword, hasTotp, passkeyCount, recoveryCodesLeft, providers } = result.data;
  const ways = [
    // The directory has no name of its own.
    ...providers.map((name) => (name === 'ldap' ? t('ways.directory') : name)),
    hasPassword && t('ways.password'),
    hasTotp && t('ways.totp'),
    passkeyCount > 0 && t('ways.passkeys', { count: passkeyCount }),
    recoveryCodesLeft > 0 && t('ways.codes', { count: recoveryCodesLeft }),
  ].filter((way) => way !== false);
  return (
    <Section
      title={t('ways.title')}
      hint={t('ways.hint', { username: user.username, date: formatDate(user.createdAt) })}
    >
      <Text size="sm">{ways.length === 0 ? t('ways.none') : t('ways.with', { ways: ways.join(', ') })}</Text>
    </Section>
  );
}

/** One user: what is known of them, and how they sign in. */
export function UserPage() {
  const { t } = useTranslation('users');
  const { id = '' } = useParams();
  const result = useUser(id);
  const back = { to: pages.users, label: t('list.title') };
  return (
    <LoadedPage result={result} title={t('one.title')} back={back}>
      {(user) => (
        <Page
          title={user.displayName}
          description={user.enabled ? user.username : t('one.disabled', { username: user.username })}
          back={back}
          actions={
            <>
              <ChangesLink type="user" id={user.id} />
              <UserActions user={user} />
            </>
          }
        >
          <SignInSection user={user} />
          <SessionsSection user={user} />
          <ConnectedSection user={user} />
          <ActivitySection user={user} />
          <UserForm user={user} />
        </Page>
      )}
    </LoadedPage>
  );
}
