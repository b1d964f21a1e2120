import { Alert, Button, Group, Stack } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { type FormProblems, toFormProblems } from '../../lib/form-problems';

interface Properties {
  readonly submitLabel: string;
  /** What it throws is shown: above the form, and by its fields. */
  readonly onSubmit: () => Promise<void>;
  /** Fields, given the way to find what is wrong with one of them. */
  readonly children: (problem: (field: string) => string | undefined) => ReactNode;
  /** From something else than the API's refusal. */
  readonly explain?: (error: unknown) => FormProblems;
}

/** What is wrong with a field, or with the first wrong one of a list that it is. */
const findProblem = (problems: FormProblems | undefined, field: string): string | undefined =>
  problems?.fields[field] ??
  Object.entries(problems?.fields ?? {}).find(([name]) => name.startsWith(`${field}.`))?.[1];

/** A form that is sent whole: busy meanwhile, and with everything that was refused in its place. */
export function SubmitForm({ submitLabel, onSubmit, children, explain = toFormProblems }: Properties) {
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    try {
      await onSubmit();
    } catch (error) {
      setProblems(explain(error));
      window.scrollTo({ top: 0 });
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {problems !== undefined && (
          <Alert color="red" variant="light" role="alert">
            {problems.summary}
          </Alert>
        )}
        {children((field) => findProblem(problems, field))}
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
