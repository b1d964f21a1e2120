import { Checkbox, Skeleton, Text } from '@mantine/core';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { PreviewLanguage } from '../../../components/ui/language-tabs';
import { Section } from '../../../components/ui/page';
import { ScopeIcon } from '../../../components/ui/scope-icon';
import { SensitivityNote } from '../../../components/ui/sensitivity-note';
import type { TextLanguage } from '../../../lib/text-languages';
import { useTextsIn } from '../../locales/use-texts-in';
import { type Draft, findWord } from './draft';
import classes from './scopes.module.css';

function Asked({ draft, language }: { readonly draft: Draft; readonly language: TextLanguage }) {
  const t = i18next.getFixedT(language, 'scopes');
  const title = findWord(draft, language, 'title');
  const description = findWord(draft, language, 'description');
  const { icon, sensitivity } = draft;
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
        <Checkbox checked readOnly aria-label={title} />
      </div>
    </div>
  );
}

interface Properties {
  readonly draft: Draft;
  readonly language: TextLanguage;
  readonly onLanguage: (language: TextLanguage) => void;
}

/** A picture of what the consent page will show, while it is typed: nothing in it can be reached. */
export function ScopePreview({ draft, language, onLanguage }: Properties) {
  const { t } = useTranslation('scopes');
  // Also the words around a scope are those of the language that is looked at.
  const words = useTextsIn(language, 'scopes');
  return (
    <Section title={t('preview.title')} hint={t('preview.hint')}>
      <PreviewLanguage value={language} onChange={onLanguage} />
      {words.isSuccess ? (
        <Asked draft={draft} language={language} />
      ) : (
        <Skeleton height={120} radius="md" maw={480} />
      )}
    </Section>
  );
}
