import type { ScopeDetail } from '@gatehouse/dto';
import { Radio, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { findOwnTextLanguage, type TextLanguage, type TextPlace } from '../../../lib/text-languages';
import { IconPicker } from './icon-picker';
import { ScopePreview } from './scope-preview';
import { type FieldProperties, type WordsHints, WordsFields } from './words-fields';

const SENSITIVITIES = [
  'normal',
  'sensitive',
  'very-sensitive',
] as const satisfies ScopeDetail['sensitivity'][];

interface LooksProperties extends FieldProperties {
  readonly hints?: WordsHints;
  readonly maxTitle?: number;
  readonly renderPreview: (language: TextLanguage, onLanguage: (language: TextLanguage) => void) => ReactNode;
}

/** What users see of a scope, with a picture of it. */
export const ScopeFields = (fields: FieldProperties) => (
  <LooksAndWords
    {...fields}
    renderPreview={(language, onLanguage) => (
      <ScopePreview draft={fields.draft} language={language} onLanguage={onLanguage} />
    )}
  />
);

/** Words by language, an icon and how sensitive something is, with a picture of it. */
export function LooksAndWords({ renderPreview, ...fields }: LooksProperties) {
  const { t } = useTranslation('scopes');
  const [place, setPlace] = useState<TextPlace>('default');
  const [language, setLanguage] = useState(findOwnTextLanguage);
  const { draft, problem, onChange } = fields;
  return (
    <>
      <Section title={t('form.words')} hint={t('form.wordsHint')}>
        <WordsFields
          {...fields}
          place={place}
          onPlace={(next) => {
            setPlace(next);
            // What is written is what is looked at.
            if (next !== 'default') setLanguage(next);
          }}
        />
      </Section>
      <Section title={t('form.looks')}>
        <Stack gap="lg">
          <IconPicker value={draft.icon} problem={problem('icon')} onChange={(icon) => onChange({ icon })} />
          <Radio.Group
            label={t('form.sensitivity')}
            description={t('form.sensitivityHint')}
            value={draft.sensitivity}
            error={problem('sensitivity')}
            onChange={(value) => onChange({ sensitivity: value })}
          >
            <Stack gap="xs" mt="xs">
              {SENSITIVITIES.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={t(`sensitivity.${value}.label`)}
                  description={t(`sensitivity.${value}.hint`)}
                />
              ))}
            </Stack>
          </Radio.Group>
        </Stack>
      </Section>
      {renderPreview(language, setLanguage)}
    </>
  );
}
