import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import i18next from 'i18next';
import { useEffect, useRef } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { BrandMark } from '../../../components/ui/brand-mark';
import { PreviewLanguage } from '../../../components/ui/language-tabs';
import { Section } from '../../../components/ui/page';
import type { TextLanguage } from '../../../lib/text-languages';
import { applyAccent } from '../../../theme/brand';
import { useTextsIn } from '../../locales/use-texts-in';
import classes from './brand-preview.module.css';
import { type Draft, findWord, LINKS } from './draft';

interface PictureProperties {
  readonly draft: Draft;
  readonly logo: string | null;
  /** Undefined: the colour of Gatehouse itself. */
  readonly accent: string | undefined;
  readonly language: TextLanguage;
}

function Picture({ draft, logo, accent, language }: PictureProperties) {
  const t = i18next.getFixedT(language, 'brand');
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (frame.current !== null) applyAccent(frame.current, accent);
  }, [accent]);
  const name = findWord(draft, language, 'name');
  const links = LINKS.filter((link) => findWord(draft, language, link) !== '');
  return (
    <div ref={frame} className={classes.frame} lang={language} inert>
      <BrandMark name={name === '' ? undefined : name} logo={logo ?? undefined} />
      <div className={classes.card}>
        <Stack gap="sm">
          <Title order={3} size="h4">
            {t('preview.signIn')}
          </Title>
          <Text size="sm">
            <Trans
              t={t}
              i18nKey="preview.lead"
              components={{ application: <b>{t('preview.application')}</b> }}
            />
          </Text>
          <Button fullWidth>{t('preview.submit')}</Button>
          <Anchor component="span" size="sm">
            {t('preview.forgotten')}
          </Anchor>
        </Stack>
      </div>
      {links.length > 0 && (
        <Group gap="md" justify="center">
          {links.map((link) => (
            <Anchor key={link} component="span" size="xs" title={findWord(draft, language, link)}>
              {t(`preview.${link}`)}
            </Anchor>
          ))}
        </Group>
      )}
    </div>
  );
}

/** What people will see, while it is typed. A picture of a page: nothing in it can be reached. */
export function BrandPreview({
  onLanguage,
  ...picture
}: PictureProperties & { readonly onLanguage: (language: TextLanguage) => void }) {
  const { t } = useTranslation('brand');
  const words = useTextsIn(picture.language, 'brand');
  return (
    <Section title={t('preview.title')} hint={t('preview.hint')}>
      <PreviewLanguage value={picture.language} onChange={onLanguage} />
      {words.isSuccess ? <Picture {...picture} /> : <Skeleton height={260} radius="md" />}
    </Section>
  );
}
