import { Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountRequests } from '../../../lib/portal-paths';
import { AccountPage } from '../../ui/account-page';
import { ProblemAlert } from '../../ui/problem';
import { Section } from '../../ui/section';
import { useChange } from '../../ui/use-change';
import { getWaiting, type WaitingRequests } from './api';
import { BlockedSection } from './blocked-section';
import { findResult, ResultAlert } from './result-alert';
import { WaitingCard } from './waiting-card';

const LOOK_EVERY_MS = 5_000;

const findWho = ({ user }: WaitingRequests) => ({ ...user, isFresh: true });

/** What waits appears by itself, and goes when it has been answered elsewhere; not while nobody looks. */
function useLook(reload: () => void): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
}

function Waiting({ waiting, blocked, onChanged }: WaitingRequests & { readonly onChanged: () => void }) {
  const { t } = useTranslation('account-requests');
  const change = useChange(onChanged);
  useLook(onChanged);
  return (
    <>
      <Section title={t('title')}>
        <ProblemAlert error={change.problem} />
        {waiting.length === 0 ? (
          <div>
            <Text size="sm">{t('none')}</Text>
            <Text size="sm" c="var(--quiet-text)" mt={4}>
              {t('noneHint')}
            </Text>
          </div>
        ) : (
          <Stack gap="md" component="ul" m={0} p={0}>
            {waiting.map((request) => (
              <WaitingCard key={request.id} request={request} change={change} />
            ))}
          </Stack>
        )}
      </Section>
      <BlockedSection blocked={blocked} change={change} />
    </>
  );
}

/** Where people find who waits for their answer, and whom they do not want to be asked by. */
export function WaitingPage() {
  const { t } = useTranslation('account-requests');
  // The address is put in order as soon as the page is shown.
  const [result] = useState(() => findResult(location.search));
  return (
    <AccountPage page={accountRequests} lead={t('lead')} load={getWaiting} who={findWho}>
      {(waiting, reload) => (
        <Stack gap="lg">
          {result !== undefined && <ResultAlert result={result} />}
          <Waiting {...waiting} onChanged={reload} />
        </Stack>
      )}
    </AccountPage>
  );
}
