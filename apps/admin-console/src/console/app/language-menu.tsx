import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nameLanguage, rememberLanguage } from '../../lib/language';
import { changeTexts } from '../../texts/start-texts';
import { LANGUAGES } from '../locales/texts';

async function change(language: string): Promise<void> {
  await changeTexts(language);
  rememberLanguage(language);
}

/** Each language by the name that its speakers look for. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation('console');
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('language')}>
          <IconLanguage size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            aria-current={language === i18n.language}
            rightSection={language === i18n.language && <IconCheck size={16} aria-hidden />}
            onClick={() => void change(language)}
          >
            {nameLanguage(language)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
