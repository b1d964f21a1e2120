import { Anchor, Code, Text, Title } from '@mantine/core';
import type { CatalogueDetail } from './api';
import classes from './catalogue.module.css';

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Two commands that work as they are, once the client's own credentials are in. */
function writeExample(api: CatalogueDetail): string {
  const scopes = api.scopes.map(({ name }) => name).join(' ');
  const first = api.operations.find(({ methods }) => methods.length === 0 || methods.includes('GET'));
  return [
    '# For your application itself. For the data of a person, use the authorization code flow.',
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
  return (
    <section aria-label="How to call it">
      <Title order={2} size="h4" mb="xs">
        How to call it
      </Title>
      <dl className={classes.facts}>
        <dt>Address</dt>
        <dd>
          <Code>{api.url}</Code>
        </dd>
        <dt>Resource</dt>
        <dd>
          <Code>{api.audience}</Code>
        </dd>
        <dt>Issuer</dt>
        <dd>
          <Code>{api.issuer}</Code>{' '}
          <Anchor href={api.metadataUrl} underline="always">
            Metadata
          </Anchor>
        </dd>
        <dt>Token endpoint</dt>
        <dd>
          <Code>{api.tokenEndpoint}</Code>
        </dd>
      </dl>
      <Text size="sm" c="var(--quiet-text)" my="sm">
        You need a client ID: ask whoever runs this gateway to register your application.
      </Text>
      <Code block tabIndex={0} role="group" aria-label="Example for the command line">
        {writeExample(api)}
      </Code>
    </section>
  );
}
