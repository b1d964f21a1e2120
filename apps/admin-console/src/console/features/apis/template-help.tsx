import { TEMPLATE_FACTS } from '@gatehouse/dto/template-facts';
import { Code, Table, Text } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { ScrollTable } from '../../../components/ui/scroll-table';
import classes from './template-help.module.css';

/** Names of facts, as their texts are called. */
const WORDS = {
  'user.id': 'userId',
  'client.id': 'clientId',
  'application.name': 'applicationName',
  'application.id': 'applicationId',
  'client.application': 'clientApplication',
  'client.application_id': 'clientApplicationId',
  'outside.issuer': 'outsideIssuer',
  'outside.subject': 'outsideSubject',
  'outside.client': 'outsideClient',
  scope: 'scope',
  'token.claim.<name>': 'tokenClaimName',
  'token.id': 'tokenId',
  'path.<parameter>': 'pathParameter',
  'request.header.<name>': 'requestHeaderName',
  'request.query.<name>': 'requestQueryName',
  'request.method': 'requestMethod',
  'request.path': 'requestPath',
  'request.host': 'requestHost',
  'request.id': 'requestId',
  'route.path': 'routePath',
  'api.name': 'apiName',
  'api.id': 'apiId',
  node: 'node',
  time: 'time',
  'time.unix': 'timeUnix',
} as const;

const isKnown = (name: string): name is keyof typeof WORDS => Object.hasOwn(WORDS, name);

/** What values can say about a call; closed until somebody wants to know. */
export function TemplateHelp() {
  const { t } = useTranslation('apis');
  return (
    <details className={classes.help}>
      <summary>{t('facts.title')}</summary>
      <Text size="sm" my="xs">
        <Trans t={t} i18nKey="facts.lead" components={{ example: <Code>{t('facts.sample')}</Code> }} />
      </Text>
      <ScrollTable label={t('facts.label')} verticalSpacing={4} miw={480}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('facts.columns.fact')}</Table.Th>
            <Table.Th>{t('facts.columns.what')}</Table.Th>
            <Table.Th>{t('facts.columns.example')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {TEMPLATE_FACTS.map(({ name, description, example }) => (
            <Table.Tr key={name}>
              <Table.Td>
                <Code>{`{${name}}`}</Code>
              </Table.Td>
              <Table.Td>{isKnown(name) ? t(`facts.of.${WORDS[name]}`) : description}</Table.Td>
              <Table.Td>{example}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </details>
  );
}
