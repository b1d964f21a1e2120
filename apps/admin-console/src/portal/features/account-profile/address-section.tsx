import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../../lib/format';
import { Actions } from '../../ui/actions';
import { findFieldProblem, ProblemAlert } from '../../ui/problem';
import { Section } from '../../ui/section';
import { useChange } from '../../ui/use-change';
import { askForAddress, cancelAddress, type OwnProfile } from './api';

interface Properties {
  readonly profile: OwnProfile;
  readonly onChanged: () => void;
}

function Current({ profile }: { readonly profile: OwnProfile }) {
  const { t } = useTranslation('account-profile');
  if (profile.email === null) return <Text size="sm">{t('email.none')}</Text>;
  return (
    <Group gap="xs">
      <Text fw={600}>{profile.email}</Text>
      <Text size="sm" c="var(--quiet-text)">
        {t(profile.isEmailVerified ? 'email.confirmed' : 'email.unconfirmed')}
      </Text>
    </Group>
  );
}

/** The address of the account, and another one that is on its way to be it. */
export function AddressSection({ profile, onChanged }: Properties) {
  const { t } = useTranslation('account-profile');
  const form = useRef<HTMLFormElement>(null);
  const change = useChange(() => {
    form.current?.reset();
    onChanged();
  });
  const { keptBy, waitingEmail } = profile;

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const email = new FormData(event.currentTarget).get('email');
    if (typeof email === 'string') change.run(() => askForAddress(email.trim()));
  }

  return (
    <Section title={t('email.title')}>
      <Current profile={profile} />
      <ProblemAlert error={change.problem} />
      {keptBy !== null && (
        <Text size="sm" c="var(--quiet-text)">
          {keptBy.kind === 'provider' ? t('keptByProvider', { name: keptBy.name }) : t('keptByDirectory')}
        </Text>
      )}
      {waitingEmail !== null && (
        <Alert variant="light" title={t('email.waitingTitle')} role="status">
          <Stack gap="xs">
            {t('email.waiting', { email: waitingEmail.email, when: formatDateTime(waitingEmail.expiresAt) })}
            <Button
              variant="default"
              size="xs"
              w="fit-content"
              disabled={change.isBusy}
              onClick={() => change.run(cancelAddress)}
            >
              {t('email.cancel')}
            </Button>
          </Stack>
        </Alert>
      )}
      {keptBy === null && (
        <form ref={form} onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label={t('email.label')}
              description={t('email.hint')}
              name="email"
              type="email"
              autoComplete="email"
              required
              withAsterisk={false}
              maxLength={254}
              disabled={!profile.isFresh}
              error={findFieldProblem(change.problem, 'email')}
            />
            <Actions>
              <Button type="submit" variant="default" loading={change.isBusy} disabled={!profile.isFresh}>
                {t('email.send')}
              </Button>
            </Actions>
          </Stack>
        </form>
      )}
    </Section>
  );
}
