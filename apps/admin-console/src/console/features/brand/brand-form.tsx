import type { BrandDetail } from '@gatehouse/dto';
import { findContrastWithWhite, MIN_CONTRAST } from '@gatehouse/dto/brand-limits';
import { ColorInput, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { LogoInput } from '../../../components/ui/logo-input';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { nameLanguage } from '../../../lib/language';
import { findOwnTextLanguage, TEXT_PLACES, type TextPlace } from '../../../lib/text-languages';
import { useEditing } from '../../../lib/use-editing';
import { reloadBrand, replaceBrand } from './api';
import { BrandPreview } from './brand-preview';
import { type Draft, fieldOf, toDraft, toInput, WORDS } from './draft';
import { WordsFields } from './words-fields';

/** What the fields are called where two people have changed the same one. */
function useLabels(): Readonly<Partial<Record<keyof Draft, string>>> {
  const { t } = useTranslation(['brand', 'ui']);
  const words = TEXT_PLACES.flatMap((place) =>
    WORDS.map((word) => {
      const field = t(`fields.${word}`);
      const label = place === 'default' ? field : t('fields.in', { field, language: nameLanguage(place) });
      return [fieldOf(place, word), label] as const;
    }),
  );
  return { ...Object.fromEntries(words), accent: t('fields.accent'), logo: t('ui:logo.label') };
}

function AccentInput(properties: {
  readonly value: string;
  readonly isFaint: boolean;
  readonly problem: string | undefined;
  readonly onChange: (accent: string) => void;
}) {
  const { t } = useTranslation('brand');
  return (
    <ColorInput
      label={t('fields.accent')}
      description={t('hints.accent')}
      placeholder="#13674f"
      format="hex"
      value={properties.value}
      error={properties.problem ?? (properties.isFaint ? t('accent.faint') : undefined)}
      eyeDropperButtonProps={{ 'aria-label': t('accent.pick') }}
      onChange={properties.onChange}
    />
  );
}

/** Name, colour, logo and links, with what people will see. */
export function BrandForm({ brand }: { readonly brand: BrandDetail }) {
  const { t } = useTranslation('brand');
  const labels = useLabels();
  const editing = useEditing({ name: 'brand', record: brand, toValue: toDraft, reload: reloadBrand });
  const [place, setPlace] = useState<TextPlace>('default');
  const [language, setLanguage] = useState(findOwnTextLanguage);
  const { value: draft, change } = editing;
  const contrast = findContrastWithWhite(draft.accent);

  async function save(): Promise<void> {
    await editing.save(({ version }, edited) => replaceBrand({ ...toInput(edited), version }));
    notifications.show({ message: t('saved') });
  }

  return (
    <SubmitForm
      submitLabel={t('save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      onSubmit={save}
    >
      {(problem) => (
        <>
          <BrandPreview
            draft={draft}
            logo={draft.logo}
            accent={contrast === undefined ? undefined : draft.accent}
            language={language}
            onLanguage={setLanguage}
          />
          <Section title={t('words.title')} hint={t('words.hint')}>
            <WordsFields
              draft={draft}
              problem={problem}
              onChange={change}
              place={place}
              onPlace={(next) => {
                setPlace(next);
                // What is written is what is looked at.
                if (next !== 'default') setLanguage(next);
              }}
            />
          </Section>
          <Section title={t('looks')}>
            <Stack>
              <AccentInput
                value={draft.accent}
                isFaint={contrast !== undefined && contrast < MIN_CONTRAST}
                problem={problem('accent')}
                onChange={(accent) => change({ accent })}
              />
              <LogoInput
                hasLogo={draft.logo !== null}
                hint={t('hints.logo')}
                problem={problem('logo')}
                onChange={(logo) => change({ logo })}
              />
            </Stack>
          </Section>
        </>
      )}
    </SubmitForm>
  );
}
