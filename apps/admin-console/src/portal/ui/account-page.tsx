import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../lib/api-client';
import { formatTime } from '../../lib/format';
import { accountProfile, accountRequests, accountSecurity, signOutPage } from '../../lib/portal-paths';
import classes from './account-page.module.css';
import { Loading } from './loading';
import { ProblemNotice } from './problem';
import { useTitle } from './use-title';

type State<T> =
  | { readonly name: 'loading' }
  | { readonly name: 'signed-out' }
  | { readonly name: 'failed'; readonly error: unknown }
  | {
      readonly name: 'shown';
      readonly data: T;
      readonly loadedAt: string;
      /** It could not be loaded again: what is shown may be old. */
      readonly isOld: boolean;
    };

/** What is shown stays when it cannot be loaded again: nobody loses what they were reading to a moment without a network. */
function findNext<T>(now: State<T>, error: unknown): State<T> {
  if (error instanceof ApiError && error.status === 401) return { name: 'signed-out' };
  return now.name === 'shown' ? { ...now, isOld: true } : { name: 'failed', error };
}

/** What the header shows of whoever is signed in. */
interface Who {
  readonly displayName: string;
  readonly username: string;
  readonly isFresh: boolean;
}

interface Properties<T> {
  readonly page: typeof accountProfile | typeof accountSecurity | typeof accountRequests;
  /** What is here, for whoever must sign in first. */
  readonly lead: string;
  readonly load: () => Promise<T>;
  readonly who: (data: T) => Who;
  readonly children: (data: T, reload: () => void) => ReactNode;
}

const TABS = [
  { page: accountProfile.page, label: 'account.profile' },
  { page: accountSecurity.page, label: 'account.security' },
  { page: accountRequests.page, label: 'account.requests' },
] as const;

function Header({ page, who }: { readonly page: Properties<unknown>['page']; readonly who: Who }) {
  const { t } = useTranslation('portal');
  return (
    <>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={1} size="h2">
            {t('account.title')}
          </Title>
          <Text c="var(--quiet-text)" mt={4}>
            {who.displayName} ({who.username})
          </Text>
        </div>
        <Anchor href={signOutPage} size="sm" mt={6} flex="none">
          {t('account.signOut')}
        </Anchor>
      </Group>
      <nav className={classes.tabs} aria-label={t('account.title')}>
        {TABS.map((tab) => (
          <a
            key={tab.page}
            href={tab.page}
            className={classes.tab}
            aria-current={tab.page === page.page ? 'page' : undefined}
          >
            {t(tab.label)}
          </a>
        ))}
      </nav>
      {!who.isFresh && (
        <Alert variant="light" title={t('account.staleTitle')}>
          {t('account.staleDetail')}{' '}
          <Anchor href={page.signInAgain} size="sm" underline="always">
            {t('account.staleLink')}
          </Anchor>
        </Alert>
      )}
    </>
  );
}

function SignedOut({ lead, signIn }: { readonly lead: string; readonly signIn: string }) {
  const { t } = useTranslation('portal');
  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="h2">
          {t('account.title')}
        </Title>
        <Text c="var(--quiet-text)" mt={4}>
          {lead}
        </Text>
      </div>
      <Button component="a" href={signIn} size="md">
        {t('account.signIn')}
      </Button>
    </Stack>
  );
}

function OldNotice({ loadedAt, onRetry }: { readonly loadedAt: string; readonly onRetry: () => void }) {
  const { t } = useTranslation('portal');
  return (
    <Alert role="status" color="orange" variant="light" title={t('account.oldTitle')}>
      <Stack gap={6}>
        {t('account.oldDetail', { time: formatTime(loadedAt) })}
        <Button variant="default" size="xs" flex="none" w="fit-content" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      </Stack>
    </Alert>
  );
}

/** A page of somebody's own account: signed in to like any application. */
export function AccountPage<T>({ page, lead, load, who, children }: Properties<T>) {
  const { t } = useTranslation('portal');
  const [state, setState] = useState<State<T>>({ name: 'loading' });

  const reload = useCallback(async () => {
    try {
      const data = await load();
      setState({ name: 'shown', data, loadedAt: new Date().toISOString(), isOld: false });
    } catch (error) {
      setState((now) => findNext(now, error));
    }
  }, [load]);

  useTitle(t('account.title'));
  useEffect(() => {
    // The sign-in came back with a code that the page has no use for: the session is what counts.
    history.replaceState(null, '', page.page);
    void reload();
  }, [page, reload]);

  switch (state.name) {
    case 'loading':
      return <Loading />;
    case 'signed-out':
      return <SignedOut lead={lead} signIn={page.signIn} />;
    case 'failed':
      return <ProblemNotice error={state.error} onRetry={() => void reload()} />;
    case 'shown':
      return (
        <Stack gap="lg">
          <Header page={page} who={who(state.data)} />
          {state.isOld && <OldNotice loadedAt={state.loadedAt} onRetry={() => void reload()} />}
          {children(state.data, () => void reload())}
        </Stack>
      );
  }
}
