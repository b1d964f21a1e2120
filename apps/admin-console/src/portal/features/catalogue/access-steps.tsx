import { Anchor, Code, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CatalogueDetail } from './api';
import { RequestLink } from './request-link';
import classes from './catalogue.module.css';

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Two commands that work as they are, once the client's own credentials are in. */
function writeExample(api: CatalogueDetail, note: string): string {
  const scopes = api.scopes.map(({ name }) => name).join(' ');
  const first = api.operations.find(({ methods }) => methods.length === 0 || methods.includes('GET'));
  return [
    `# ${note}`,
    `curl -u "$CLIENT_ID:$CLIENT_SECRET" ${quote(api.tokenEndpoint)} \\`,
    `  -d grant_type=client_credentials --data-urlencode ${quote(`resource=${api.audience}`)}${
      scopes === '' ? '' : ` \\\n  --data-urlencode ${quote(`scope=${scopes}`)}`
    }`,
    '',
    `curl -H "Authorization: Bearer $ACCESS_TOKEN" ${quote(api.url + (first?.path ?? '/'))}`,
  ].join('\n');
}

/** How a client developer gets from nothing to a call. */
export function AccessSteps({ api }: { readonly api: CatalogueDetail }) {
  const { t } = useTranslation('catalogue');
  return (
    <section aria-label={t('steps.title')}>
      <Title order={2} size="h4" mb="xs">
        {t('steps.title')}
      </Title>
      <dl className={classes.facts}>
        <dt>{t('steps.address')}</dt>
        <dd>
          <Code>{api.url}</Code>
        </dd>
        <dt>{t('steps.resource')}</dt>
        <dd>
          <Code>{api.audience}</Code>
        </dd>
        <dt>{t('steps.issuer')}</dt>
        <dd>
          <Code>{api.issuer}</Code>{' '}
          <Anchor href={api.metadataUrl} underline="always">
            {t('steps.metadata')}
          </Anchor>
        </dd>
        <dt>{t('steps.tokenEndpoint')}</dt>
        <dd>
          <Code>{api.tokenEndpoint}</Code>
        </dd>
      </dl>
      <Text size="sm" c="var(--quiet-text)" my="sm">
        <RequestLink otherwise={t('steps.client')} />
      </Text>
      <Code block tabIndex={0} role="group" aria-label={t('steps.example')}>
        {writeExample(api, t('steps.exampleNote'))}
      </Code>
    </section>
  );
}
