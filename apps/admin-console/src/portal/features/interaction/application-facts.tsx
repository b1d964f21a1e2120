import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconExternalLink } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import type { Interaction } from './api';
import classes from './consent-form.module.css';

function OutsideLink({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" underline="always" size="sm">
      {children}
      <IconExternalLink size={14} aria-hidden className={classes.outside} />
    </Anchor>
  );
}

/** Who has said what is shown of an application, and what of it is certain. */
function findTrust({
  registeredItself,
  publishedAt,
}: Interaction['application']): 'published' | 'registeredItself' | 'unverified' {
  if (publishedAt !== null) return 'published';
  return registeredItself ? 'registeredItself' : 'unverified';
}

/** Who is behind the application that asks, whether anybody has checked that, and what they say of what they do. */
export function ApplicationFacts({ application }: Pick<Interaction, 'application'>) {
  const { t } = useTranslation('interaction');
  const { name, description, publisher, isVerified, isFirstParty } = application;
  const { homepageUrl, privacyUrl, termsUrl } = application;
  return (
    <Stack gap={6} align="center">
      {publisher !== null && (
        <Group gap={6} justify="center">
          <Text size="sm">
            <Trans t={t} i18nKey="consent.by" components={{ publisher: <b>{publisher}</b> }} />
          </Text>
          {isVerified && (
            <Badge size="sm" variant="light" color="green">
              {t('consent.verified')}
            </Badge>
          )}
        </Group>
      )}
      {description !== '' && (
        <Text size="sm" c="var(--quiet-text)" ta="center">
          {description}
        </Text>
      )}
      {!isVerified && !isFirstParty && (
        <Text size="sm" className={classes.unverified}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>
            {t(`consent.${findTrust(application)}`, {
              application: name,
              host: application.publishedAt ?? '',
            })}
          </span>
        </Text>
      )}
      <Group justify="center" className={classes.links}>
        {homepageUrl !== null && <OutsideLink href={homepageUrl}>{t('consent.homepage')}</OutsideLink>}
        {privacyUrl !== null && <OutsideLink href={privacyUrl}>{t('consent.privacy')}</OutsideLink>}
        {termsUrl !== null && <OutsideLink href={termsUrl}>{t('consent.terms')}</OutsideLink>}
      </Group>
    </Stack>
  );
}
