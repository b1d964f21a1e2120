import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../lib/api-client';
import { catalogue } from '../../../lib/portal-paths';
import { ListLoading } from '../../ui/loading';
import { ProblemNotice } from '../../ui/problem';
import { useTitle } from '../../ui/use-title';
import { getRequests } from './api';
import { RequestForm } from './request-form';
import { RequestList } from './request-list';
import { useLoaded } from './use-loaded';

function SignInFirst() {
  const { t } = useTranslation('catalogue');
  return (
    <Stack align="flex-start">
      <Text>{t('request.signInLead')}</Text>
      <Button component="a" href={catalogue.requestsSignIn}>
        {t('request.signIn')}
      </Button>
    </Stack>
  );
}

/** Where client developers ask for applications, and see what became of that. */
export function RequestsPage() {
  const { t, i18n } = useTranslation('catalogue');
  // The server says the scopes in the page's language. What is shown stays until the answer is there, and so does a draft.
  const load = useCallback(() => getRequests(), [i18n.language]);
  const [state, reload] = useLoaded(load);
  useTitle(t('request.title'));
  // What the sign-in left in the address is of no use.
  useEffect(() => history.replaceState(null, '', location.pathname), []);
  const isSignedOut =
    state.name === 'failed' && state.error instanceof ApiError && state.error.status === 401;
  if (state.name === 'failed' && !isSignedOut) return <ProblemNotice error={state.error} onRetry={reload} />;
  return (
    <Stack gap="lg">
      <Anchor href={catalogue.page} size="sm">
        ← {t('all')}
      </Anchor>
      <Title order={1} size="h2">
        {t('request.title')}
      </Title>
      {state.name === 'loading' && <ListLoading />}
      {isSignedOut && <SignInFirst />}
      {state.name === 'shown' && (
        <>
          <RequestList requests={state.value.requests} />
          <RequestForm scopes={state.value.scopes} onAsked={reload} />
        </>
      )}
    </Stack>
  );
}
