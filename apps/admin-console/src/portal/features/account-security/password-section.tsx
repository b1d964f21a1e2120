import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import { changePassword, type SecurityOverview } from './api';
import { ProblemAlert } from './problem-alert';
import { Section } from './section';
import { useChange } from './use-change';

interface Properties {
  readonly overview: SecurityOverview;
  readonly onChanged: () => void;
}

/** A new password, in place of the old one or as the first. */
export function PasswordSection({ overview, onChanged }: Properties) {
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
    <Section title="Password">
      <form ref={form} onSubmit={submit}>
        <Stack gap="sm">
          <ProblemAlert problem={change.problem} />
          {isDone && (
            <Text size="sm" role="status">
              Your new password counts. Your other sessions have ended.
            </Text>
          )}
          <PasswordInput
            label={overview.hasPassword ? 'New password' : 'Password'}
            description="A few uncommon words in a row make a good one."
            name="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={8}
            maxLength={1024}
            disabled={!overview.isFresh}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what you type', tabIndex: 0 }}
          />
          <Button type="submit" variant="default" loading={change.isBusy} disabled={!overview.isFresh}>
            {overview.hasPassword ? 'Change the password' : 'Set a password'}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
