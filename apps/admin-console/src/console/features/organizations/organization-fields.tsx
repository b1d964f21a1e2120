import { Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** What an operator says of an organization. */
export interface OrganizationWords {
  readonly name: string;
  readonly description: string;
}

interface Properties {
  readonly value: OrganizationWords;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<OrganizationWords>) => void;
}

/** The fields of an organization, new or not. */
export function OrganizationFields({ value: { name, description }, problem, onChange }: Properties) {
  const { t } = useTranslation('organizations');
  return (
    <Stack>
      <TextInput
        label={t('name')}
        required
        maxLength={100}
        autoComplete="off"
        value={name}
        error={problem('name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t('descriptionField')}
        maxLength={1000}
        autosize
        minRows={2}
        value={description}
        error={problem('description')}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
    </Stack>
  );
}
