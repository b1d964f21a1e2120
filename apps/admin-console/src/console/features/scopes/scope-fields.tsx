import type { ScopeDetail } from '@gatehouse/dto';
import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { findOwnTextLanguage, type TextPlace } from '../../../lib/text-languages';
import { IconPicker } from './icon-picker';
import { ScopePreview } from './scope-preview';
import { type FieldProperties, WordsFields } from './words-fields';

const SENSITIVITIES = [
  'normal',
  'sensitive',
  'very-sensitive',
] as const satisfies ScopeDetail['sensitivity'][];

/** What users see of a scope, with a picture of it. */
export function ScopeFields(fields: FieldProperties) {
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
      <ScopePreview draft={draft} language={language} onLanguage={setLanguage} />
    </>
  );
}
