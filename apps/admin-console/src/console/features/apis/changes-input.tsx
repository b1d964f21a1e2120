import type { ChangeInput } from '@gatehouse/dto';
import { fillWithExamples } from '@gatehouse/dto/template-facts';
import { ActionIcon, Button, Group, Input, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './changes-input.module.css';

const OPERATIONS: readonly ChangeInput['operation'][] = ['set', 'append', 'remove'];

interface RowProperties {
  readonly change: ChangeInput;
  /** What the row is, for people: "Headers to the upstream 1". */
  readonly label: string;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (change: ChangeInput) => void;
  readonly onRemove: () => void;
}

function ChangeRow({ change, label, problem, onChange, onRemove }: RowProperties) {
  const { t } = useTranslation('apis');
  const value = change.value ?? '';
  const example = fillWithExamples(value);
  return (
    <div className={classes.row} role="group" aria-label={label}>
      <Select
        label={t('changes.what')}
        data={OPERATIONS.map((one) => ({ value: one, label: t(`changes.operations.${one}`) }))}
        value={change.operation}
        allowDeselect={false}
        error={problem('operation')}
        onChange={(operation) =>
          operation !== null &&
          onChange({ ...change, operation, ...(operation === 'remove' && { value: '' }) })
        }
      />
      <TextInput
        label={t('changes.name')}
        required
        maxLength={100}
        value={change.name}
        error={problem('name')}
        spellCheck={false}
        onChange={(event) => onChange({ ...change, name: event.currentTarget.value.trim() })}
      />
      {change.operation === 'remove' ? (
        <div />
      ) : (
        <TextInput
          label={t('changes.value')}
          required
          maxLength={1000}
          value={value}
          error={problem('value')}
          description={example === value ? undefined : t('changes.example', { example })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          spellCheck={false}
          onChange={(event) => onChange({ ...change, value: event.currentTarget.value })}
        />
      )}
      <ActionIcon
        variant="subtle"
        color="red"
        size="lg"
        mt={25}
        aria-label={t('changes.remove', { label })}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </div>
  );
}

interface Properties {
  readonly label: string;
  readonly description: string;
  readonly noun: 'header' | 'parameter';
  readonly changes: readonly ChangeInput[];
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (changes: ChangeInput[]) => void;
}

/** Changes of headers or parameters, one after the other. */
export function ChangesInput({ label, description, noun, changes, problem, onChange }: Properties) {
  const { t } = useTranslation('apis');
  return (
    <Input.Wrapper label={label} description={description} labelElement="div">
      <Stack gap="sm" mt="xs" role="group" aria-label={label}>
        {changes.map((change, index) => (
          <ChangeRow
            key={index}
            label={`${label} ${index + 1}`}
            change={change}
            problem={(field) => problem(`${index}.${field}`)}
            onChange={(changed) => onChange(changes.with(index, changed))}
            onRemove={() => onChange(changes.toSpliced(index, 1))}
          />
        ))}
        <Group>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            aria-label={t(`changes.addTo.${noun}`, { label })}
            onClick={() => onChange([...changes, { operation: 'set', name: '', value: '' }])}
          >
            {t(`changes.add.${noun}`)}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
