import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword, type SecurityOverview } from './api';
import { Actions } from '../../ui/actions';
import { isOfPassword, ProblemAlert } from '../../ui/problem';
import { Section } from '../../ui/section';
import { useChange } from '../../ui/use-change';

interface Properties {
  readonly overview: SecurityOverview;
  readonly onChanged: () => void;
}

/** A new password, in place of the old one or as the first. */
export function PasswordSection({ overview, onChanged }: Properties) {
  const { t } = useTranslation(['account-security', 'portal']);
  const [isDone, setDone] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const change = useChange(() => {
    setDone(true);
    form.current?.reset();
    onChanged();
  });

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    setDone(false);
    const password = new FormData(event.currentTarget).get('password');
    if (typeof password === 'string') change.run(() => changePassword(password));
  }

  return (
    <Section title={t('password.title')}>
      <form ref={form} onSubmit={submit}>
        <Stack gap="sm">
          <ProblemAlert error={change.problem} />
          {isDone && (
            <Text size="sm" role="status">
              {t('password.done')}
            </Text>
          )}
          <PasswordInput
            label={t(overview.hasPassword ? 'password.newLabel' : 'password.label')}
            description={t('password.hint')}
            name="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={8}
            maxLength={1024}
            disabled={!overview.isFresh}
            error={isOfPassword(change.problem)}
            // The component marks its frame alone.
            aria-invalid={isOfPassword(change.problem)}
            visibilityToggleButtonProps={{ 'aria-label': t('portal:showPassword'), tabIndex: 0 }}
          />
          <Actions>
            <Button type="submit" variant="default" loading={change.isBusy} disabled={!overview.isFresh}>
              {t(overview.hasPassword ? 'password.change' : 'password.set')}
            </Button>
          </Actions>
        </Stack>
      </form>
    </Section>
  );
}

/** The password of a directory is changed there; of an account that is a provider's, the linked sign-ins tell. */
export function PasswordElsewhere({ overview }: Pick<Properties, 'overview'>) {
  const { t } = useTranslation('account-security');
  if (overview.providers.some(({ canUnlink }) => !canUnlink)) return null;
  return (
    <Section title={t('password.title')}>
      <Text size="sm">{t('password.elsewhere')}</Text>
    </Section>
  );
}
