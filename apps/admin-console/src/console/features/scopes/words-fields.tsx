import { Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LanguageTabs } from '../../../components/ui/language-tabs';
import { nameLanguage } from '../../../lib/language';
import type { TextPlace } from '../../../lib/text-languages';
import { type Draft, fieldOf } from './draft';

export interface FieldProperties {
  readonly draft: Draft;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** Keys of what is said beside the default words. */
export interface WordsHints {
  readonly title: 'form.titleHint' | 'details.form.titleHint';
  readonly description: 'form.descriptionHint' | 'details.form.descriptionHint';
}

const SCOPE_HINTS: WordsHints = { title: 'form.titleHint', description: 'form.descriptionHint' };
const MAX_TITLE = 120;
/** What a template looks like: braces in a text would stand for a value of it. */
const EXAMPLE = { value: '{{amount.value}}', currency: '{{amount.currency}}', creditor: '{{creditor}}' };

interface WordsProperties extends FieldProperties {
  readonly place: TextPlace;
  readonly hints?: WordsHints;
  readonly maxTitle?: number;
}

function Words({
  place,
  draft,
  problem,
  onChange,
  hints = SCOPE_HINTS,
  maxTitle = MAX_TITLE,
}: WordsProperties) {
  const { t } = useTranslation(['scopes', 'ui']);
  const title = fieldOf(place, 'title');
  const description = fieldOf(place, 'description');
  const path = place === 'default' ? '' : `texts.${place}.`;
  const isOwn = place !== 'default';
  return (
    <Stack pt="md">
      <TextInput
        label={isOwn ? t('form.titleIn', { language: nameLanguage(place) }) : t('form.title')}
        description={isOwn ? t('ui:words.ownHint') : t(hints.title, EXAMPLE)}
        required={!isOwn}
        maxLength={maxTitle}
        placeholder={isOwn ? draft.title : ''}
        value={draft[title]}
        error={problem(`${path}title`)}
        onChange={(event) => onChange({ [title]: event.currentTarget.value })}
      />
      <Textarea
        label={isOwn ? t('form.descriptionIn', { language: nameLanguage(place) }) : t('form.description')}
        description={isOwn ? t('ui:words.ownHint') : t(hints.description)}
        maxLength={500}
        autosize
        minRows={2}
        placeholder={isOwn ? draft.description : ''}
        value={draft[description]}
        error={problem(`${path}description`)}
        onChange={(event) => onChange({ [description]: event.currentTarget.value })}
      />
    </Stack>
  );
}

/** What users read: for everybody, and where it is said in a language of its own. */
export function WordsFields({
  place,
  onPlace,
  ...fields
}: WordsProperties & { readonly onPlace: (place: TextPlace) => void }) {
  return (
    <LanguageTabs
      place={place}
      onPlace={onPlace}
      isWrong={(one) => one !== 'default' && fields.problem(`texts.${one}`) !== undefined}
    >
      {(one) => <Words {...fields} place={one} />}
    </LanguageTabs>
  );
}
