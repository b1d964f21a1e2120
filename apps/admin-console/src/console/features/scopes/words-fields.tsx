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

function Words({ place, draft, problem, onChange }: FieldProperties & { readonly place: TextPlace }) {
  const { t } = useTranslation(['scopes', 'ui']);
  const title = fieldOf(place, 'title');
  const description = fieldOf(place, 'description');
  const path = place === 'default' ? '' : `texts.${place}.`;
  const isOwn = place !== 'default';
  return (
    <Stack pt="md">
      <TextInput
        label={isOwn ? t('form.titleIn', { language: nameLanguage(place) }) : t('form.title')}
        description={isOwn ? t('ui:words.ownHint') : t('form.titleHint')}
        required={!isOwn}
        maxLength={120}
        placeholder={isOwn ? draft.title : ''}
        value={draft[title]}
        error={problem(`${path}title`)}
        onChange={(event) => onChange({ [title]: event.currentTarget.value })}
      />
      <Textarea
        label={isOwn ? t('form.descriptionIn', { language: nameLanguage(place) }) : t('form.description')}
        description={isOwn ? t('ui:words.ownHint') : t('form.descriptionHint')}
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
}: FieldProperties & { readonly place: TextPlace; readonly onPlace: (place: TextPlace) => void }) {
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
