import { findRedirectUriProblem } from '@gatehouse/dto/redirect-uri';
import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface Properties {
  readonly uris: readonly string[];
  readonly clientType: 'confidential' | 'public';
  readonly onChange: (uris: readonly string[]) => void;
  /** What the server has refused of `redirectUris`, and of `redirectUris.<index>`. */
  readonly problem: (field: string) => string | undefined;
  readonly placeholder?: string;
}

/** Whether every address can be registered. */
export const areRedirectUrisValid = (
  uris: readonly string[],
  clientType: 'confidential' | 'public',
): boolean => uris.length > 0 && uris.every((uri) => findRedirectUriProblem(uri, clientType) === undefined);

/** Callback URLs, each checked as it is typed, with the reason. */
export function RedirectUrisInput({
  uris,
  clientType,
  onChange,
  problem,
  placeholder = 'https://example.com/callback',
}: Properties) {
  const { t } = useTranslation('applications');
  const problems = uris.map((_, index) => problem(`redirectUris.${index}`));
  const whole = problems.every((one) => one === undefined) ? problem('redirectUris') : undefined;
  const replace = (index: number, uri: string): void => onChange(uris.with(index, uri));
  return (
    <Stack gap="xs">
      <div>
        <Text size="sm" fw={600} component="div" id="redirect-uris">
          {t('uris.label')}
        </Text>
        <Text size="xs" c="var(--quiet-text)">
          {t('uris.hint')}
        </Text>
      </div>
      {uris.map((uri, index) => {
        const reason = uri === '' ? undefined : findRedirectUriProblem(uri, clientType);
        return (
          // The position is what names a row: two may have the same text while they are typed.
          <Group key={index} wrap="nowrap" align="flex-start" gap="xs">
            <TextInput
              flex={1}
              aria-label={t('uris.one', { number: index + 1 })}
              placeholder={placeholder}
              value={uri}
              error={reason ? t(`uris.problems.${reason.code}`, { scheme: reason.scheme }) : problems[index]}
              onChange={(event) => replace(index, event.currentTarget.value.trim())}
              autoComplete="off"
              spellCheck={false}
            />
            <ActionIcon
              variant="default"
              size={36}
              aria-label={t('uris.remove', { number: index + 1 })}
              disabled={uris.length === 1}
              onClick={() => onChange(uris.toSpliced(index, 1))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        );
      })}
      {whole !== undefined && (
        <Text size="sm" c="red" role="alert">
          {whole}
        </Text>
      )}
      <Group>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...uris, ''])}
        >
          {t('uris.add')}
        </Button>
      </Group>
    </Stack>
  );
}
