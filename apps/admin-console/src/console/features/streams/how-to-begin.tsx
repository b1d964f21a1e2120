import { Anchor, Code } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../../../components/ui/states';
import { endpoints, pages } from '../../../lib/paths';
import { useIssuer } from './api';
import classes from './streams.module.css';

const SPECIFICATION = 'https://openid.net/specs/openid-sharedsignals-framework-1_0.html';

/** No stream yet: receivers make them, and this is how. */
export function HowToBegin() {
  const { t } = useTranslation('streams');
  const { data: issuer } = useIssuer();
  const metadata = `${issuer ?? ''}/.well-known/ssf-configuration`;
  return (
    <EmptyState
      icon={IconBroadcast}
      title={t('empty.title')}
      action={
        <>
          <ol className={classes.steps}>
            <li>
              <Trans
                t={t}
                i18nKey="empty.scope"
                components={{
                  scopes: <Anchor component={Link} to={pages.newScope} underline="always" inherit />,
                  name: <Code />,
                }}
              />
            </li>
            <li>
              <Trans
                t={t}
                i18nKey="empty.client"
                components={{
                  applications: (
                    <Anchor component={Link} to={pages.applications} underline="always" inherit />
                  ),
                  grant: <Code />,
                }}
              />
            </li>
            <li>
              {t('empty.make')}{' '}
              <Anchor href={metadata} underline="always" inherit className={classes.address ?? ''}>
                {metadata}
              </Anchor>
            </li>
          </ol>
          <Anchor href={SPECIFICATION} target="_blank" rel="noreferrer" underline="always" size="sm">
            {t('empty.specification')}
          </Anchor>
          <Anchor href={endpoints.docs} underline="always" size="sm">
            {t('empty.restApi')}
          </Anchor>
        </>
      }
    >
      {t('empty.text')}
    </EmptyState>
  );
}
