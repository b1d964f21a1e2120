import { Button, Stack, Text, Title } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import type { SignOutFacts } from '../../server-facts';
import { Done } from '../../ui/done';
import { useTitle } from '../../ui/use-title';

/** Any site can send people here: signing out is their own choice. */
export function SignOutPage({ facts }: { readonly facts: SignOutFacts }) {
  const { t } = useTranslation('sign-out');
  const { application, displayName, username } = facts;
  useTitle(t('title'));

  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="h2">
          {t('title')}
        </Title>
        <Text c="var(--quiet-text)" mt={4}>
          <Trans
            t={t}
            i18nKey={application === undefined ? 'signedInAs' : 'askedBy'}
            components={{
              name: <b>{displayName}</b>,
              username: <>{username}</>,
              application: <>{application}</>,
            }}
          />
        </Text>
      </div>
      <Text size="sm">{t('everywhere')}</Text>
      <Button size="md" onClick={() => location.assign(facts.address)}>
        {t('signOut')}
      </Button>
      <Button size="md" variant="default" onClick={() => history.back()}>
        {t('stay')}
      </Button>
    </Stack>
  );
}

/** After signing out, where no application waits. */
export function SignedOutPage() {
  const { t } = useTranslation('sign-out');
  useTitle(t('done.documentTitle'));

  return <Done title={t('done.title')} detail={t('done.detail')} />;
}
