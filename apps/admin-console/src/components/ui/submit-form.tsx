import { Alert, Button, Group, List, Stack } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react';
import { type FormProblems, toFormProblems } from '../../lib/form-problems';
import { EditConflict } from '../../lib/use-editing';
import { useRole } from './role';
import classes from './submit-form.module.css';

interface Properties {
  readonly submitLabel: string;
  /** What it throws is shown: above the form, and by its fields. */
  readonly onSubmit: () => Promise<void>;
  /** Fields, given the way to find what is wrong with one of them. */
  readonly children: (problem: (field: string) => string | undefined) => ReactNode;
  /** Only to be looked at: no field can be changed, and nothing sent. */
  readonly isReadOnly?: boolean;
  /** Not to be sent as it is. */
  readonly isIncomplete?: boolean;
  /** Above the fields, such as EditNotes. */
  readonly notes?: ReactNode;
  /** From something else than the API's refusal. */
  readonly explain?: (error: unknown) => FormProblems;
}

/** What is wrong with a field, or with the first wrong one of a list that it is. */
const findProblem = (problems: FormProblems | undefined, field: string): string | undefined =>
  problems?.fields[field] ??
  Object.entries(problems?.fields ?? {}).find(([name]) => name.startsWith(`${field}.`))?.[1];

/** What is wrong with fields that nothing on the page has asked for. */
function listUnplaced({ fields }: FormProblems, asked: ReadonlySet<string>): string[] {
  const isPlaced = (name: string): boolean =>
    [...asked].some((field) => name === field || name.startsWith(`${field}.`));
  return Object.entries(fields).flatMap(([name, message]) => (isPlaced(name) ? [] : [message]));
}

function ProblemAlert({ summary, unplaced }: { readonly summary: string; readonly unplaced: string[] }) {
  const said = unplaced.filter((message) => message !== summary);
  return (
    <Alert color="red" variant="light" role="alert">
      {summary}
      {said.length > 0 && (
        <List size="sm" mt="xs">
          {said.map((message) => (
            <List.Item key={message}>{message}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}

/** A form that is sent whole: busy meanwhile, and with everything that was refused in its place. */
export function SubmitForm({
  submitLabel,
  onSubmit,
  children,
  isReadOnly: isFixed = false,
  isIncomplete = false,
  notes,
  explain = toFormProblems,
}: Properties) {
  const isReadOnly = !useRole().mayWrite || isFixed;
  const [problems, setProblems] = useState<FormProblems>();
  const [unplaced, setUnplaced] = useState<string[]>();
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const [asked] = useState(() => new Set<string>());

  // By now every field has asked for what is wrong with it.
  useEffect(() => {
    if (problems !== undefined) setUnplaced(listUnplaced(problems, asked));
  }, [problems, asked]);

  // And by now every part that was not shown, and has something wrong in it, is.
  useEffect(() => {
    if (unplaced === undefined) return;
    const wrong = [...(form.current?.querySelectorAll<HTMLElement>('[aria-invalid="true"]') ?? [])];
    const first = wrong.find((field) => field.offsetParent !== null);
    if (first !== undefined) first.focus();
    else window.scrollTo({ top: 0 });
  }, [unplaced]);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    try {
      await onSubmit();
    } catch (error) {
      // The notes say what there is to choose.
      if (error instanceof EditConflict) form.current?.scrollIntoView({ block: 'start' });
      else setProblems(explain(error));
    } finally {
      setBusy(false);
    }
  }

  asked.clear();
  const problem = (field: string): string | undefined => {
    asked.add(field);
    return findProblem(problems, field);
  };
  return (
    <form ref={form} className={classes.form ?? ''} onSubmit={(event) => void submit(event)}>
      <Stack>
        {problems !== undefined && <ProblemAlert summary={problems.summary} unplaced={unplaced ?? []} />}
        {notes}
        <fieldset disabled={isReadOnly} className={classes.fields}>
          {children(problem)}
        </fieldset>
        {!isReadOnly && (
          <Group justify="flex-end" className={classes.submit ?? ''}>
            <Button type="submit" loading={isBusy} disabled={isIncomplete}>
              {submitLabel}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
