import { fillDetailTemplate, listTemplateFields } from '@gatehouse/scopes';
import { useTranslation } from 'react-i18next';
import { DetailWords } from '../../../components/ui/detail-words';
import type { TextLanguage } from '../../../lib/text-languages';
import { type DetailsDraft, makeSample } from './details-type-draft';
import { findWord } from './draft';
import { WordsPreview } from './scope-preview';

interface Properties {
  readonly draft: DetailsDraft;
  readonly language: TextLanguage;
  readonly onLanguage: (language: TextLanguage) => void;
}

/** A picture of what the consent page will say; the names of fields stand where their values will be. */
export function DetailsPreview({ draft, language, onLanguage }: Properties) {
  const { t } = useTranslation('scopes');
  const title = findWord(draft, language, 'title');
  const description = findWord(draft, language, 'description');
  const sample = makeSample([...listTemplateFields(title), ...listTemplateFields(description)]);
  return (
    <WordsPreview
      draft={draft}
      title={title === '' ? '' : <DetailWords parts={fillDetailTemplate(title, sample)} />}
      description={description === '' ? '' : <DetailWords parts={fillDetailTemplate(description, sample)} />}
      label={title}
      hint={t('details.form.previewHint')}
      language={language}
      onLanguage={onLanguage}
    />
  );
}
