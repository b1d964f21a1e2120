import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { addPasskey, removePasskey, type SecurityOverview } from './api';
import { ProblemAlert } from './problem-alert';
import { Section } from './section';
import { useChange } from './use-change';

interface Properties {
  readonly overview: SecurityOverview;
  readonly onChanged: () => void;
  readonly onCodes: (codes: readonly string[] | undefined) => void;
}

const day = (text: string): string => new Date(text).toLocaleDateString();

/** Passkeys: made by the browser, named, removed. */
export function PasskeysSection({ overview, onChanged, onCodes }: Properties) {
  const change = useChange(onChanged);

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const name = new FormData(form).get('name');
    if (typeof name !== 'string') return;
    change.run(async () => {
      onCodes((await addPasskey(name.trim())).recoveryCodes);
      form.reset();
    });
  }

  return (
    <Section title="Passkeys">
      <ProblemAlert problem={change.problem} />
      <Text size="sm">
        Sign in with your fingerprint, your face or a security key. A passkey cannot be guessed or phished.
      </Text>
      <Stack gap="xs" component="ul" m={0} p={0}>
        {overview.passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <Group key={id} component="li" justify="space-between" wrap="nowrap">
            <div>
              <Text fw={600}>{name}</Text>
              <Text size="xs" c="var(--quiet-text)">
                Since {day(createdAt)}
                {lastUsedAt === null ? ', not used yet' : `, last used ${day(lastUsedAt)}`}
              </Text>
            </div>
            <Button
              variant="subtle"
              color="red"
              size="xs"
              disabled={!overview.isFresh || change.isBusy}
              aria-label={`Remove ${name}`}
              onClick={() => change.run(() => removePasskey(id))}
            >
              Remove
            </Button>
          </Group>
        ))}
      </Stack>
      {overview.takesPasskeys && (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label="Name of the new passkey"
              name="name"
              placeholder="My phone"
              required
              withAsterisk={false}
              maxLength={60}
              disabled={!overview.isFresh}
            />
            <Button type="submit" variant="default" loading={change.isBusy} disabled={!overview.isFresh}>
              Add a passkey
            </Button>
          </Stack>
        </form>
      )}
    </Section>
  );
}
