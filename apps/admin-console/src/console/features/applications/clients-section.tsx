import type { ClientDetail, CreatedApplication } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Section } from '../../../components/ui/page';
import { ForOperators } from '../../../components/ui/role';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { SecretDialog } from '../../../components/ui/secret-dialog';
import { pages } from '../../../lib/paths';
import { AddClientDialog } from './add-client-dialog';
import { describeClient } from './grants';
import type { ApplicationSectionProperties } from './section';

interface RowProperties {
  readonly applicationId: string;
  readonly client: ClientDetail;
}

function ClientRow({ applicationId, client }: RowProperties) {
  const { t } = useTranslation('applications');
  const { clientId, name, enabled } = client;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={pages.client(applicationId, clientId)} fw={600}>
          {name === '' ? <Code>{clientId}</Code> : name}
        </Anchor>
        {name !== '' && (
          <Text size="xs" c="var(--quiet-text)">
            <Code>{clientId}</Code>
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{describeClient(client)}</Text>
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={enabled ? 'gate' : 'red'} component="span">
          {t(enabled ? 'clients.enabled' : 'clients.disabled')}
        </Badge>
      </Table.Td>
      <Table.Td ta="right">
        <Anchor
          component={Link}
          to={pages.tryClient(clientId)}
          aria-label={t('clients.tryOne', { client: name || clientId })}
          size="sm"
        >
          {t('clients.tryIt')}
        </Anchor>
      </Table.Td>
    </Table.Tr>
  );
}

/** The clients of an application, each with a page of its own. */
export function ClientsSection({ application }: ApplicationSectionProperties) {
  const { t } = useTranslation(['applications', 'ui']);
  const navigate = useNavigate();
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<CreatedApplication>();
  const open = async ({ clientId }: CreatedApplication): Promise<void> => {
    await navigate(pages.client(application.id, clientId));
  };
  return (
    <Section title={t('sections.clients')} hint={t('clients.hint')}>
      <Stack>
        <ScrollTable label={t('clients.label', { name: application.name })}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('clients.client')}</Table.Th>
              <Table.Th>{t('list.kind')}</Table.Th>
              <Table.Th>{t('list.state')}</Table.Th>
              <Table.Th>
                <span className="visually-hidden">{t('ui:actions')}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {application.clients.map((client) => (
              <ClientRow key={client.clientId} applicationId={application.id} client={client} />
            ))}
          </Table.Tbody>
        </ScrollTable>
        {application.clients.length === 0 && <Text c="var(--quiet-text)">{t('clients.none')}</Text>}
        {!application.builtIn && (
          <ForOperators>
            <Group>
              <Button
                variant="default"
                leftSection={<IconPlus size={16} aria-hidden />}
                onClick={() => setAdding(true)}
              >
                {t('addClient.submit')}
              </Button>
            </Group>
          </ForOperators>
        )}
      </Stack>
      {isAdding && (
        <AddClientDialog
          application={application}
          onClose={() => setAdding(false)}
          onMade={(created) => {
            setAdding(false);
            if (created.clientSecret === undefined) void open(created);
            else setMade(created);
          }}
        />
      )}
      {made?.clientSecret !== undefined && (
        <SecretDialog
          title={t('clients.made')}
          fields={[
            { label: t('new.clientId'), value: made.clientId },
            { label: t('new.clientSecret'), value: made.clientSecret },
          ]}
          onClose={() => void open(made)}
        />
      )}
    </Section>
  );
}
