import { Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LanguageTabs } from '../../../components/ui/language-tabs';
import { nameLanguage } from '../../../lib/language';
import type { TextPlace } from '../../../lib/text-languages';
import { type Draft, fieldOf, LINKS, WORDS } from './draft';

interface FieldProperties {
  readonly draft: Draft;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
}

function Words({ place, draft, problem, onChange }: FieldProperties & { readonly place: TextPlace }) {
  const { t } = useTranslation(['brand', 'ui']);
  const isOwn = place !== 'default';
  const path = isOwn ? `texts.${place}.` : '';
  return (
    <Stack pt="md">
      {WORDS.map((word) => {
        const field = fieldOf(place, word);
        const label = t(`fields.${word}`);
        const placeholder = LINKS.some((link) => link === word) ? 'https://' : 'Gatehouse';
        return (
          <TextInput
            key={word}
            label={isOwn ? t('fields.in', { field: label, language: nameLanguage(place) }) : label}
            description={isOwn ? t('ui:words.ownHint') : t(`hints.${word}`)}
            {...(word === 'name' && { maxLength: 50 })}
            placeholder={isOwn && draft[word] !== '' ? draft[word] : placeholder}
            value={draft[field]}
            error={problem(`${path}${word}`)}
            onChange={(event) => onChange({ [field]: event.currentTarget.value })}
          />
        );
      })}
    </Stack>
  );
}

/** What the pages are called, and where they lead: for everybody, and where a language has its own. */
export function WordsFields({
  place,
  onPlace,
  ...fields
}: FieldProperties & { readonly place: TextPlace; readonly onPlace: (place: TextPlace) => void }) {
  const { problem } = fields;
  return (
    <LanguageTabs
      place={place}
      onPlace={onPlace}
      isWrong={(one) =>
        one === 'default'
          ? WORDS.some((word) => problem(word) !== undefined)
          : problem(`texts.${one}`) !== undefined
      }
    >
      {(one) => <Words {...fields} place={one} />}
    </LanguageTabs>
  );
}
