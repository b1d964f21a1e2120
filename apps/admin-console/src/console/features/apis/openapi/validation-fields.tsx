import type { RequestValidationInput } from '@gatehouse/dto';
import { NumberInput, Select } from '@mantine/core';
import classes from '../routes-input.module.css';

const MODES = [
  { value: 'off', label: 'Off' },
  { value: 'report', label: 'Report: let them pass, and log' },
  { value: 'enforce', label: 'Refuse' },
];

const MAX_BODY_BYTES = 1_048_576;

interface Properties {
  readonly value: RequestValidationInput | null | undefined;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (value: RequestValidationInput | null) => void;
}

/** Whether requests are held against the API's OpenAPI document. */
export function ValidationFields({ value, problem, onChange }: Properties) {
  const mode = value?.mode ?? 'off';
  return (
    <div className={classes.route}>
      <Select
        label="Requests that are not as the document has them"
        description="Path, query, headers, cookies and JSON bodies."
        data={MODES}
        value={mode}
        allowDeselect={false}
        error={problem('mode') ?? problem('')}
        onChange={(chosen) =>
          onChange(
            chosen === 'report' || chosen === 'enforce'
              ? { maxBodyBytes: MAX_BODY_BYTES, ...value, mode: chosen }
              : null,
          )
        }
      />
      {value != null && (
        <NumberInput
          label="JSON bodies up to (bytes)"
          description={
            mode === 'enforce'
              ? 'Kept in memory meanwhile. Longer ones are refused.'
              : 'Longer ones are not looked at.'
          }
          value={value.maxBodyBytes ?? MAX_BODY_BYTES}
          min={1}
          max={10_485_760}
          allowDecimal={false}
          thousandSeparator=" "
          error={problem('maxBodyBytes')}
          onChange={(bytes) => typeof bytes === 'number' && onChange({ ...value, maxBodyBytes: bytes })}
        />
      )}
    </div>
  );
}
