import { SegmentedControl, Tabs } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { nameLanguage } from '../../lib/language';
import { TEXT_LANGUAGES, TEXT_PLACES, type TextLanguage, type TextPlace } from '../../lib/text-languages';
import classes from './language-tabs.module.css';

interface Properties {
  readonly place: TextPlace;
  readonly onPlace: (place: TextPlace) => void;
  /** Whether something in there was refused: the first such place is opened. */
  readonly isWrong: (place: TextPlace) => boolean;
  readonly children: (place: TextPlace) => ReactNode;
}

/** What end users read: by default, and where it is said in a language of its own. */
export function LanguageTabs({ place, onPlace, isWrong, children }: Properties) {
  const { t } = useTranslation('ui');
  const wrong = TEXT_PLACES.filter(isWrong);
  useEffect(() => {
    const [first] = wrong;
    if (first !== undefined && !wrong.includes(place)) onPlace(first);
    // Whoever looks elsewhere afterwards may.
  }, [wrong.join(' ')]);
  return (
    <Tabs value={place} onChange={(value) => onPlace((value ?? 'default') as TextPlace)} keepMounted>
      <Tabs.List aria-label={t('words.languages')} className={classes.languages ?? ''}>
        {TEXT_PLACES.map((one) => (
          <Tabs.Tab
            key={one}
            value={one}
            // No button: who may only look is shown a disabled fieldset, and may look at every language.
            renderRoot={(tab) => <div {...tab} />}
            rightSection={
              wrong.includes(one) && <IconAlertCircle size={16} aria-label={t('words.wrong')} role="img" />
            }
          >
            {one === 'default' ? t('words.everyLanguage') : nameLanguage(one)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {TEXT_PLACES.map((one) => (
        <Tabs.Panel key={one} value={one}>
          {children(one)}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** Chooses in which language a preview is. */
export function PreviewLanguage({
  value,
  onChange,
}: {
  readonly value: TextLanguage;
  readonly onChange: (language: TextLanguage) => void;
}) {
  const { t } = useTranslation('ui');
  return (
    <SegmentedControl
      aria-label={t('words.preview')}
      mb="sm"
      value={value}
      data={TEXT_LANGUAGES.map((language) => ({ value: language, label: nameLanguage(language) }))}
      onChange={onChange}
    />
  );
}
