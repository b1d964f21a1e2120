import type { ChangeInput } from '@gatehouse/dto';
import { fillWithExamples } from '@gatehouse/dto/template-facts';
import { ActionIcon, Button, Group, Input, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import classes from './changes-input.module.css';

const OPERATIONS: { value: ChangeInput['operation']; label: string }[] = [
  { value: 'set', label: 'Set' },
  { value: 'append', label: 'Add' },
  { value: 'remove', label: 'Remove' },
];

interface RowProperties {
  readonly change: ChangeInput;
  /** What the row is, for people: "Headers to the upstream 1". */
  readonly label: string;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (change: ChangeInput) => void;
  readonly onRemove: () => void;
}

function ChangeRow({ change, label, problem, onChange, onRemove }: RowProperties) {
  const value = change.value ?? '';
  const example = fillWithExamples(value);
  return (
    <div className={classes.row} role="group" aria-label={label}>
      <Select
        label="What to do"
        data={OPERATIONS}
        value={change.operation}
        allowDeselect={false}
        error={problem('operation')}
        onChange={(operation) =>
          operation !== null &&
          onChange({ ...change, operation, ...(operation === 'remove' && { value: '' }) })
        }
      />
      <TextInput
        label="Name"
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
          label="Value"
          required
          maxLength={1000}
          value={value}
          error={problem('value')}
          description={example === value ? undefined : `In a call: ${example}`}
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
        aria-label={`Remove ${label}`}
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
  /** "a header": what is added. */
  readonly noun: string;
  readonly changes: readonly ChangeInput[];
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (changes: ChangeInput[]) => void;
}

/** Changes of headers or parameters, one after the other. */
export function ChangesInput({ label, description, noun, changes, problem, onChange }: Properties) {
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
            aria-label={`${label}: change ${noun}`}
            onClick={() => onChange([...changes, { operation: 'set', name: '', value: '' }])}
          >
            Change {noun}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
