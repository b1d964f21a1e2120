import { useTranslation } from 'react-i18next';
import { nameLanguage } from '../../../lib/language';
import { TEXT_LANGUAGES } from '../../../lib/text-languages';
import { type Draft, fieldOf } from './draft';

/** What the fields are called where two people have changed the same one. */
export function useWordLabels(): Readonly<Record<keyof Draft, string>> {
  const { t } = useTranslation('scopes');
  const own = TEXT_LANGUAGES.flatMap((language) => [
    [fieldOf(language, 'title'), t('form.titleIn', { language: nameLanguage(language) })] as const,
    [
      fieldOf(language, 'description'),
      t('form.descriptionIn', { language: nameLanguage(language) }),
    ] as const,
  ]);
  return {
    ...(Object.fromEntries(own) as Readonly<Record<keyof Draft, string>>),
    title: t('form.title'),
    description: t('form.description'),
    icon: t('form.icon'),
    sensitivity: t('form.sensitivity'),
  };
}
