import { Checkbox, Skeleton, Text } from '@mantine/core';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PreviewLanguage } from '../../../components/ui/language-tabs';
import { Section } from '../../../components/ui/page';
import { ScopeIcon } from '../../../components/ui/scope-icon';
import { SensitivityNote } from '../../../components/ui/sensitivity-note';
import type { TextLanguage } from '../../../lib/text-languages';
import { useTextsIn } from '../../locales/use-texts-in';
import { type Draft, findWord } from './draft';
import classes from './scopes.module.css';

interface Words {
  readonly draft: Pick<Draft, 'icon' | 'sensitivity'>;
  /** Empty: nothing has been written. */
  readonly title: ReactNode;
  readonly description: ReactNode;
  /** For whoever hears it. */
  readonly label: string;
  readonly language: TextLanguage;
}

function Asked({ draft: { icon, sensitivity }, title, description, label, language }: Words) {
  const t = i18next.getFixedT(language, 'scopes');
  return (
    <div className={classes.preview} lang={language} inert>
      <Text size="sm" fw={600} mb={8}>
        {t('preview.can', { application: t('preview.application') })}
      </Text>
      <div className={classes.asked}>
        <ScopeIcon icon={icon} />
        <div className={classes.words}>
          <Text size="sm" fw={550}>
            {title === '' ? '…' : title}
          </Text>
          {description !== '' && (
            <Text size="xs" c="var(--quiet-text)">
              {description}
            </Text>
          )}
          {sensitivity !== 'normal' && (
            <SensitivityNote
              sensitivity={sensitivity}
              label={`${t(`sensitivity.${sensitivity}.label`)}.`}
              hint={t(`sensitivity.${sensitivity}.told`)}
            />
          )}
        </div>
        <Checkbox checked readOnly aria-label={label} />
      </div>
    </div>
  );
}

interface Properties {
  readonly draft: Draft;
  readonly language: TextLanguage;
  readonly onLanguage: (language: TextLanguage) => void;
}

/** What users read of a scope. */
export function ScopePreview({ draft, language, onLanguage }: Properties) {
  const { t } = useTranslation('scopes');
  const title = findWord(draft, language, 'title');
  const description = findWord(draft, language, 'description');
  const words = { draft, title, description, label: title, language, onLanguage };
  return <WordsPreview {...words} hint={t('preview.hint')} />;
}

interface PreviewProperties extends Words {
  readonly hint: string;
  readonly onLanguage: (language: TextLanguage) => void;
}

/** A picture of what the consent page will show, while it is typed: nothing in it can be reached. */
export function WordsPreview({ hint, onLanguage, ...asked }: PreviewProperties) {
  const { language } = asked;
  const { t } = useTranslation('scopes');
  // Also the words around a scope are those of the language that is looked at.
  const words = useTextsIn(language, 'scopes');
  return (
    <Section title={t('preview.title')} hint={hint}>
      <PreviewLanguage value={language} onChange={onLanguage} />
      {words.isSuccess ? <Asked {...asked} /> : <Skeleton height={120} radius="md" maw={480} />}
    </Section>
  );
}
