import { Alert, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../../lib/api-client';
import { enterUserCode } from './api';
import classes from './user-code-form.module.css';

/** A code to type, or to compare where the address brought it (RFC 8628 §3.3.1); it is never sent by itself. */
export function UserCodeForm({ prefilled }: { readonly prefilled: string }) {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const isPrefilled = prefilled !== '';

  useEffect(() => {
    document.title = 'Connect a device';
  }, []);

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      location.assign(await enterUserCode(input.current?.value ?? ''));
    } catch (error) {
      setProblem(error instanceof ApiError ? error.problem.detail : 'Something went wrong. Try again.');
      setBusy(false);
      input.current?.select();
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2">
            Connect a device
          </Title>
          <Text c="var(--quiet-text)" mt={4}>
            {isPrefilled
              ? 'Is this the code that your device shows? Go on only if it is.'
              : 'Enter the code that your device shows.'}
          </Text>
        </div>
        {problem !== undefined && (
          <Alert color="red" variant="light" role="alert" title="Not connected">
            {problem}
          </Alert>
        )}
        <TextInput
          ref={input}
          label="Code"
          description="Eight letters, capital or small"
          name="user_code"
          defaultValue={prefilled.slice(0, 64)}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={64}
          autoFocus={!isPrefilled}
          size="lg"
          classNames={{ input: classes.code }}
        />
        <Button type="submit" size="md" loading={isBusy} fullWidth>
          Continue
        </Button>
        <Text size="xs" c="var(--quiet-text)">
          Only enter a code from a device that you are using right now. Nobody needs you to enter theirs.
        </Text>
      </Stack>
    </form>
  );
}
