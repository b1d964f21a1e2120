import { ActionIcon, Anchor, Group, NativeSelect, Text } from '@mantine/core';
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BrandMark } from '../../components/ui/brand-mark';
import { nameLanguage, rememberLanguage } from '../../lib/language';
import { changeTexts } from '../../texts/start-texts';
import { LANGUAGES } from '../locales/texts';
import type { BrandFacts } from '../server-facts';
import classes from './frame.module.css';

function Links({ brand }: { readonly brand: BrandFacts }) {
  const { t } = useTranslation('portal');
  const links = [
    [brand.supportUrl, t('frame.help')],
    [brand.termsUrl, t('frame.terms')],
    [brand.privacyUrl, t('frame.privacy')],
  ] as const;
  const given = links.filter(([address]) => address !== undefined);
  if (given.length === 0) return null;
  return (
    <Group justify="center" gap="md" mb={6}>
      {given.map(([address, label]) => (
        <Anchor key={label} href={address ?? ''} size="xs" target="_blank" rel="noreferrer">
          {label}
        </Anchor>
      ))}
    </Group>
  );
}

/** Each language by the name that its speakers look for. */
function LanguageSwitch() {
  const { t, i18n } = useTranslation('portal');

  async function change(language: string): Promise<void> {
    await changeTexts(language);
    rememberLanguage(language);
  }

  return (
    <NativeSelect
      aria-label={t('frame.language')}
      size="xs"
      variant="unstyled"
      leftSection={<IconLanguage size={16} aria-hidden />}
      value={i18n.language}
      onChange={(event) => void change(event.currentTarget.value)}
      data={LANGUAGES.map((language) => ({ value: language, label: nameLanguage(language) }))}
      classNames={{ input: classes.language }}
    />
  );
}

function SchemeSwitch() {
  const { t } = useTranslation('portal');
  // Without transitions for the moment of the change, Mantine would write a style element: the policy forbids it.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const isDark = useComputedColorScheme('light') === 'dark';
  const label = isDark ? t('frame.toLight') : t('frame.toDark');
  const Icon = isDark ? IconSun : IconMoon;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      <Icon size={16} aria-hidden />
    </ActionIcon>
  );
}

/** Medium for what has many parts, wide for what is read. */
export type PageWidth = 'medium' | 'wide';

/** One card in the middle, the name above it and quiet lines below. */
export function PortalFrame({
  brand: facts,
  width,
  children,
}: {
  readonly brand: BrandFacts;
  readonly width?: PageWidth | undefined;
  readonly children: ReactNode;
}) {
  const { t, i18n } = useTranslation('portal');
  const brand = { ...facts, ...facts.texts?.[i18n.language] };
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <BrandMark name={brand.name} logo={brand.logoPath} />
      </header>
      <main className={classes.card} data-width={width}>
        {children}
      </main>
      <footer className={classes.footer}>
        <Links brand={brand} />
        <Text size="xs">{t('frame.protected')}</Text>
        <Group justify="center" gap={4} mt={6}>
          <LanguageSwitch />
          <SchemeSwitch />
        </Group>
      </footer>
    </div>
  );
}
