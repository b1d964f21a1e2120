import { checkRedirectUri } from '@gatehouse/dto/redirect-uri';
import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';

interface Properties {
  readonly uris: readonly string[];
  readonly clientType: 'confidential' | 'public';
  readonly onChange: (uris: readonly string[]) => void;
  /** Refusals of the server, by `redirectUris.<index>`. */
  readonly problems?: Readonly<Record<string, string>>;
}

/** Whether every address can be registered. */
export const areRedirectUrisValid = (
  uris: readonly string[],
  clientType: 'confidential' | 'public',
): boolean => uris.length > 0 && uris.every((uri) => checkRedirectUri(uri, clientType) === undefined);

/** Callback URLs, each checked as it is typed, with the reason. */
export function RedirectUrisInput({ uris, clientType, onChange, problems = {} }: Properties) {
  const replace = (index: number, uri: string): void => onChange(uris.with(index, uri));
  return (
    <Stack gap="xs">
      <div>
        <Text size="sm" fw={500} component="div" id="redirect-uris">
          Callback URLs
        </Text>
        <Text size="xs" c="var(--quiet-text)">
          Where users are sent back to. Compared exactly; only the port of an address on the same machine is
          free.
        </Text>
      </div>
      {uris.map((uri, index) => {
        const reason = uri === '' ? undefined : checkRedirectUri(uri, clientType);
        return (
          // The position is what names a row: two may have the same text while they are typed.
          <Group key={index} wrap="nowrap" align="flex-start" gap="xs">
            <TextInput
              flex={1}
              aria-label={`Callback URL ${index + 1}`}
              placeholder="https://example.com/callback"
              value={uri}
              error={reason ?? problems[`redirectUris.${index}`]}
              onChange={(event) => replace(index, event.currentTarget.value.trim())}
              autoComplete="off"
              spellCheck={false}
            />
            <ActionIcon
              variant="default"
              size={36}
              aria-label={`Remove callback URL ${index + 1}`}
              disabled={uris.length === 1}
              onClick={() => onChange(uris.toSpliced(index, 1))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        );
      })}
      {problems['redirectUris'] !== undefined && (
        <Text size="sm" c="red" role="alert">
          {problems['redirectUris']}
        </Text>
      )}
      <Group>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...uris, ''])}
        >
          Add another
        </Button>
      </Group>
    </Stack>
  );
}
