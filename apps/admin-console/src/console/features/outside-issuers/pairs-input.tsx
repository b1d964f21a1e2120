import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Picker } from '../../../components/ui/pickers';

export interface Pair {
  readonly theirs: string;
  readonly ours: string;
}

interface Properties {
  readonly label: string;
  readonly description: string;
  readonly theirs: string;
  readonly ours: string;
  readonly addLabel: string;
  /** What a name can mean here. */
  readonly choices: 'applications' | 'scopes';
  readonly pairs: readonly Pair[];
  readonly findProblem: (index: number, side: 'theirs' | 'ours') => string | undefined;
  readonly onChange: (pairs: readonly Pair[]) => void;
}

/** Names of theirs, each with what it means here. */
export function PairsInput(properties: Properties) {
  const { t } = useTranslation('outside-issuers');
  const { label, description, theirs, ours, addLabel, choices, pairs, findProblem, onChange } = properties;
  const change = (index: number, part: Partial<Pair>): void =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
  return (
    <Input.Wrapper label={label} description={description} labelElement="div">
      <Stack gap="xs" mt="xs">
        {pairs.map((pair, index) => (
          <Group key={index} align="flex-start" gap="xs" wrap="wrap">
            <TextInput
              flex="1 1 12rem"
              aria-label={`${theirs} ${index + 1}`}
              placeholder={theirs}
              required
              spellCheck={false}
              value={pair.theirs}
              error={findProblem(index, 'theirs')}
              onChange={(event) => change(index, { theirs: event.currentTarget.value.trim() })}
            />
            <Picker
              kind={choices}
              flex="1 1 12rem"
              aria-label={`${ours} ${index + 1}`}
              placeholder={ours}
              value={pair.ours === '' ? null : pair.ours}
              error={findProblem(index, 'ours')}
              onChange={(id) => change(index, { ours: id ?? '' })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="input-sm"
              aria-label={
                pair.theirs === ''
                  ? t('pairs.removeLine', { number: index + 1 })
                  : t('pairs.remove', { name: pair.theirs })
              }
              onClick={() => onChange(pairs.filter((_, at) => at !== index))}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => onChange([...pairs, { theirs: '', ours: '' }])}
          >
            {addLabel}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
