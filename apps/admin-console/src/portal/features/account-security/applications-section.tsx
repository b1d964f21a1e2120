import { Skeleton, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AllowedApplicationCard } from './allowed-application';
import { type AllowedApplication, getAllowedApplications } from './api';
import { ProblemAlert } from '../../ui/problem';
import { Section } from '../../ui/section';
import { useChange } from '../../ui/use-change';

/** What the person has allowed applications, to see and to take back. */
export function ApplicationsSection() {
  const { t, i18n } = useTranslation('account-security');
  const [applications, setApplications] = useState<readonly AllowedApplication[]>();
  const [failure, setFailure] = useState<unknown>();
  const load = useCallback(async () => {
    setFailure(undefined);
    try {
      setApplications(await getAllowedApplications());
    } catch (error) {
      setFailure(error);
    }
  }, []);
  const change = useChange(() => void load());
  // The server says the permissions in the page's language.
  useEffect(() => void load(), [load, i18n.language]);

  return (
    <Section title={t('applications.title')}>
      <ProblemAlert error={change.problem} />
      <ProblemAlert error={failure} onRetry={() => void load()} />
      {applications === undefined && failure === undefined && <Skeleton height={140} radius="md" />}
      {applications?.length === 0 && (
        <Text size="sm" c="var(--quiet-text)">
          {t('applications.none')}
        </Text>
      )}
      {applications !== undefined && applications.length > 0 && (
        <Stack gap="md" component="ul" m={0} p={0}>
          {applications.map((application) => (
            <AllowedApplicationCard key={application.id} application={application} change={change} />
          ))}
        </Stack>
      )}
    </Section>
  );
}
