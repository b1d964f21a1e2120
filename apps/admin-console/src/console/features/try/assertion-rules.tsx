import { Anchor, Code, Stack, Text } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { pages } from '../../../lib/paths';
import type { TrialPlace } from './flows/setting';
import { TOKEN_ENDPOINT } from './flows/token-answer';
import classes from './try.module.css';

/** How a format calls the parts of an assertion (RFC 7523 §3, RFC 7522 §3). */
export interface Parts {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly time: string;
  readonly identifier: string;
  readonly signature: string;
  /** RFC 7522 §3, 5. */
  readonly hasRecipient: boolean;
}

/** What this server wants to read in an assertion. */
export function AssertionRules({ place, parts }: { readonly place: TrialPlace; readonly parts: Parts }) {
  const { t } = useTranslation('try');
  const { issuer, client } = place;
  const endpoint = issuer + TOKEN_ENDPOINT;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t('assertion.must')}
      </Text>
      <ul className={classes.rules}>
        <li>
          <Trans
            t={t}
            i18nKey={client.mayAssertUsers ? 'assertion.issuerOrSelf' : 'assertion.issuer'}
            values={{ name: parts.issuer }}
            components={{
              id: <Code>{client.clientId}</Code>,
              go: <Anchor component={Link} to={pages.trustedIssuers} underline="always" size="sm" />,
            }}
          />
        </li>
        <li>{t('assertion.subject', { name: parts.subject })}</li>
        <li>
          <Trans
            t={t}
            i18nKey="assertion.audience"
            values={{ name: parts.audience }}
            components={{ id: <Code>{issuer}</Code> }}
          />
        </li>
        {parts.hasRecipient && (
          <li>
            <Trans t={t} i18nKey="assertion.recipient" components={{ id: <Code>{endpoint}</Code> }} />
          </li>
        )}
        <li>{t('assertion.time', { name: parts.time })}</li>
        <li>{t('assertion.once', { name: parts.identifier })}</li>
        <li>{t('assertion.signature', { how: parts.signature })}</li>
      </ul>
    </Stack>
  );
}
