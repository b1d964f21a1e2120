import { Checkbox, JsonInput, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { MultiPicker } from '../../../components/ui/pickers';
import type { DetailsDraft } from './details-type-draft';
import { DetailsPreview } from './details-type-preview';
import { LooksAndWords } from './scope-fields';

interface Properties {
  readonly draft: DetailsDraft;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<DetailsDraft>) => void;
}

const HINTS = { title: 'details.form.titleHint', description: 'details.form.descriptionHint' } as const;
const MAX_TITLE = 200;

/** What a type of details may say, where it means something, and how users read it. */
export function DetailsTypeFields({ draft, problem, onChange }: Properties) {
  const { t } = useTranslation('scopes');
  return (
    <>
      <Section title={t('details.form.meaning')} hint={t('details.form.meaningHint')}>
        <Stack>
          <MultiPicker
            kind="apis"
            label={t('details.form.apis')}
            description={t('details.form.apisHint')}
            value={draft.apiIds}
            error={problem('apiIds')}
            onChange={(apiIds) => onChange({ apiIds })}
          />
          <JsonInput
            label={t('details.form.schema')}
            description={t('details.form.schemaHint')}
            required
            autosize
            minRows={6}
            maxRows={24}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={draft.schema}
            error={problem('schema')}
            onChange={(schema) => onChange({ schema })}
          />
          <Checkbox
            label={t('details.form.isRemembered')}
            description={t('details.form.isRememberedHint')}
            checked={draft.isRemembered}
            onChange={(event) => onChange({ isRemembered: event.currentTarget.checked })}
          />
          <Checkbox
            label={t('details.form.isRegistrable')}
            description={t('details.form.isRegistrableHint')}
            checked={draft.isRegistrable}
            onChange={(event) => onChange({ isRegistrable: event.currentTarget.checked })}
          />
        </Stack>
      </Section>
      <LooksAndWords
        draft={draft}
        problem={problem}
        onChange={onChange}
        hints={HINTS}
        maxTitle={MAX_TITLE}
        renderPreview={(language, onLanguage) => (
          <DetailsPreview draft={draft} language={language} onLanguage={onLanguage} />
        )}
      />
    </>
  );
}
