import { Alert, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FormProblems, toFormProblems } from '../../lib/form-problems';
import { useDraft } from '../../lib/use-draft';
import classes from './person-form.module.css';

interface Properties {
  /** Tells what was typed from that of other such forms, such as `members of abc`. */
  readonly name: string;
  readonly submitLabel: string;
  /** What the second field is called, and by which name the server knows it. */
  readonly choice: { readonly label: string; readonly field: string };
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onSubmit: (username: string, choice: string) => Promise<unknown>;
}

/** Names somebody with access to the console, and what they may do here. */
export function PersonForm({ name, submitLabel, choice, options, onSubmit }: Properties) {
  const { t } = useTranslation('ui');
  const nobody = { username: '', chosen: options[0]?.value ?? '' };
  const [draft, setDraft] = useDraft(name, nobody);
  const { username, chosen } = draft;
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    try {
      await onSubmit(username.trim(), chosen);
      setDraft(nobody);
    } catch (error) {
      setProblems(toFormProblems(error));
    } finally {
      setBusy(false);
    }
  }

  const { fields = {}, summary } = problems ?? {};
  const isPlaced = fields['username'] !== undefined || fields[choice.field] !== undefined;
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {summary !== undefined && !isPlaced && (
          <Alert color="red" variant="light" role="alert">
            {summary}
          </Alert>
        )}
        <Group align="flex-start" className={classes.fields ?? ''}>
          <TextInput
            label={t('person.username')}
            required
            maxLength={100}
            autoComplete="off"
            value={username}
            error={fields['username']}
            onChange={(event) => setDraft({ ...draft, username: event.currentTarget.value })}
          />
          <Select
            label={choice.label}
            data={options}
            value={chosen}
            allowDeselect={false}
            error={fields[choice.field]}
            onChange={(value) => setDraft({ ...draft, chosen: value ?? chosen })}
          />
          <Button type="submit" variant="default" loading={isBusy} className={classes.submit ?? ''}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
