import { Alert, Button, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useEffect, useState } from 'react';
import { ApiError } from '../../../lib/api-client';
import { beginAccess } from './api';

interface Properties {
  readonly title: string;
  readonly lead: string;
  readonly button: string;
  /** What is shown instead of the form once it went well. */
  readonly done: { readonly title: string; readonly text: string };
  readonly send: (form: FormData) => Promise<unknown>;
  readonly children: ReactNode;
}

/** One question about an account, its answer, and what went wrong. */
export function AccessForm({ title, lead, button, done, send, children }: Properties) {
  const [problem, setProblem] = useState<{ readonly title: string; readonly detail: string }>();
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);

  useEffect(() => {
    document.title = isDone ? done.title : title;
  }, [done.title, isDone, title]);

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
      const known = error instanceof ApiError ? error.problem : undefined;
      setProblem({
        title: known?.title ?? 'That did not work',
        detail: known?.detail ?? 'Something went wrong. Try again.',
      });
      setBusy(false);
    }
  }

  if (isDone) {
    return (
      <Stack gap="xs" role="status">
        <Title order={1} size="h2">
          {done.title}
        </Title>
        <Text c="var(--quiet-text)">{done.text}</Text>
      </Stack>
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2">
            {title}
          </Title>
          <Text c="var(--quiet-text)" mt={4}>
            {lead}
          </Text>
        </div>
        {problem !== undefined && (
          <Alert color="red" variant="light" role="alert" title={problem.title}>
            {problem.detail}
          </Alert>
        )}
        {children}
        <Button type="submit" size="md" loading={isBusy} fullWidth mt={4}>
          {button}
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
