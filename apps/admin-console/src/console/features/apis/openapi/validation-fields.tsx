import type { RequestValidationInput } from '@gatehouse/dto';
import { NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '../routes-input.module.css';

const MODES = ['off', 'report', 'enforce'] as const;

const MAX_BODY_BYTES = 1_048_576;

interface Properties {
  readonly value: RequestValidationInput | null | undefined;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (value: RequestValidationInput | null) => void;
}

/** Whether requests are held against the API's OpenAPI document. */
export function ValidationFields({ value, problem, onChange }: Properties) {
  const { t } = useTranslation('apis');
  const mode = value?.mode ?? 'off';
  return (
    <div className={classes.route}>
      <Select
        label={t('validation.label')}
        description={t('validation.hint')}
        data={MODES.map((one) => ({ value: one, label: t(`validation.modes.${one}`) }))}
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
          label={t('validation.bytes')}
          description={mode === 'enforce' ? t('validation.enforced') : t('validation.reported')}
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
