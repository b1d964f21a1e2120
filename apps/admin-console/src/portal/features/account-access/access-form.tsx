import { Button, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem';
import { useTitle } from '../../ui/use-title';
import { beginAccess } from './api';

interface Properties {
  /** Whose texts are shown. */
  readonly about: 'forgot' | 'reset' | 'signUp' | 'confirm' | 'newEmail';
  readonly send: (form: FormData) => Promise<unknown>;
  /** The fields, given what the server did not take. */
  readonly children: (problem: unknown) => ReactNode;
}

/** One question about an account, its answer, and what went wrong. */
export function AccessForm({ about, send, children }: Properties) {
  const { t } = useTranslation('account-access');
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  useTitle(t(isDone ? `${about}.doneTitle` : `${about}.title`));

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    try {
      await beginAccess();
      await send(form);
      setDone(true);
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }

  if (isDone) {
    return (
      <Stack gap="xs" role="status">
        <Title order={1} size="h2">
          {t(`${about}.doneTitle`)}
        </Title>
        <Text c="var(--quiet-text)">{t(`${about}.doneText`)}</Text>
      </Stack>
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2">
            {t(`${about}.title`)}
          </Title>
          <Text c="var(--quiet-text)" mt={4}>
            {t(`${about}.lead`)}
          </Text>
        </div>
        <ProblemAlert error={problem} />
        {children(problem)}
        <Button type="submit" size="md" loading={isBusy} fullWidth mt={4}>
          {t(`${about}.submit`)}
        </Button>
      </Stack>
    </form>
  );
}

/** The text of a field. */
export function getText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
