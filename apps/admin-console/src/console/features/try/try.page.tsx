import type { ApplicationDetail, ClientDetail } from '@gatehouse/dto';
import { Anchor, Code, Stack, Text } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Page, Section } from '../../../components/ui/page';
import { Picker } from '../../../components/ui/pickers';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { pages } from '../../../lib/paths';
import { useApplication } from './api';
import { listFlows } from './flows/flows';
import classes from './try.module.css';

function Clients({ application }: { readonly application: ApplicationDetail }) {
  const { t } = useTranslation('try');
  const describe = (client: ClientDetail): string =>
    listFlows(client)
      .map(({ id }) => t(`flows.${id}.label`))
      .join(' · ') || t('choose.nothing');
  return (
    <Section title={t('choose.clients')} hint={t('choose.clientsHint', { application: application.name })}>
      {application.clients.length === 0 ? (
        <Text size="sm" c="var(--quiet-text)">
          {t('choose.noClients')}
        </Text>
      ) : (
        <ul className={classes.clients}>
          {application.clients.map((client) => (
            <li key={client.clientId}>
              <Anchor component={Link} to={pages.tryClient(client.clientId)} fw={600}>
                {client.name === '' ? <Code>{client.clientId}</Code> : client.name}
              </Anchor>
              <Text size="sm" c="var(--quiet-text)">
                {describe(client)}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Chooses what to try. */
export function TryPage() {
  const { t } = useTranslation('try');
  const [address, setAddress] = useSearchParams();
  const id = address.get('application');
  const application = useApplication(id);
  return (
    <Page title={t('title')} description={t('description')}>
      <Section title={t('choose.application')}>
        <Picker
          kind="applications"
          aria-label={t('choose.application')}
          placeholder={t('choose.placeholder')}
          value={id}
          onChange={(next) => setAddress(next === null ? {} : { application: next })}
        />
      </Section>
      {id === null ? (
        <EmptyState icon={IconFlask} title={t('choose.empty')}>
          {t('choose.emptyText')}
        </EmptyState>
      ) : (
        <Stack>
          {application.isPending && <ListSkeleton />}
          {application.isError && (
            <ErrorState error={application.error} onRetry={() => void application.refetch()} />
          )}
          {application.isSuccess && <Clients application={application.data} />}
        </Stack>
      )}
    </Page>
  );
}
