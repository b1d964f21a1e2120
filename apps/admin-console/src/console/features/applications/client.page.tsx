import type { ApplicationDetail, ClientDetail } from '@gatehouse/dto';
import { Anchor, Badge } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { LinkedSections } from '../../../components/ui/linked-sections';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page } from '../../../components/ui/page';
import { EmptyState } from '../../../components/ui/states';
import { pages } from '../../../lib/paths';
import type { Texts } from '../../../texts/texts';
import { AdvancedSection } from './advanced-section';
import { useApplication } from './api';
import { usesSecret } from './authentication';
import { AuthenticationSection } from './authentication-section';
import { BindingsSection } from './bindings-section';
import { ClientActions } from './client-actions';
import { ClientSection } from './client-section';
import { nameOfClient } from './grants';
import { GrantsSection } from './grants-section';
import { ProfileSection } from './profile-section';
import type { ClientSectionProperties } from './section';
import { SecretsSection } from './secrets-section';

interface PageSection {
  /** Its anchor. */
  readonly id: string;
  readonly name: (client: ClientDetail) => keyof Texts['applications']['clientPage']['sections'];
  readonly Content: ComponentType<ClientSectionProperties>;
  readonly isShown?: (client: ClientDetail, isReadOnly: boolean) => boolean;
}

/** In the order of the page. */
const SECTIONS: readonly PageSection[] = [
  { id: 'client', name: () => 'client', Content: ClientSection },
  { id: 'profile', name: () => 'profile', Content: ProfileSection },
  { id: 'grants', name: () => 'grants', Content: GrantsSection },
  {
    id: 'authentication',
    name: ({ type }) => (type === 'public' ? 'keys' : 'authentication'),
    Content: AuthenticationSection,
    isShown: (_, isReadOnly) => !isReadOnly,
  },
  {
    id: 'secrets',
    name: () => 'secrets',
    Content: SecretsSection,
    isShown: ({ tokenEndpointAuthMethod, secrets }, isReadOnly) =>
      !isReadOnly && (usesSecret(tokenEndpointAuthMethod) || secrets.length > 0),
  },
  { id: 'bindings', name: () => 'bindings', Content: BindingsSection },
  { id: 'advanced', name: () => 'advanced', Content: AdvancedSection },
];

function ClientOf({
  application,
  clientId,
}: {
  readonly application: ApplicationDetail;
  readonly clientId: string;
}) {
  const { t } = useTranslation('applications');
  const back = { to: pages.application(application.id), label: application.name };
  const client = application.clients.find((one) => one.clientId === clientId);
  if (client === undefined) {
    return (
      <Page title={t('clientPage.notFound')} back={back}>
        <EmptyState icon={IconMapOff} title={t('clientPage.noSuch')}>
          <Trans
            t={t}
            i18nKey="clientPage.noSuchDetail"
            components={{
              way: <Anchor component={Link} to={pages.application(application.id)} underline="always" />,
            }}
          />
        </EmptyState>
      </Page>
    );
  }
  const isReadOnly = application.builtIn;
  return (
    <Page
      title={nameOfClient(client)}
      back={back}
      actions={isReadOnly ? undefined : <ClientActions application={application} client={client} />}
      description={
        <Badge variant="light" color={client.enabled ? 'gate' : 'red'} component="span">
          {t(client.enabled ? 'clients.enabled' : 'clients.disabled')}
        </Badge>
      }
    >
      <LinkedSections
        sections={SECTIONS.filter(({ isShown }) => isShown?.(client, isReadOnly) ?? true).map(
          ({ id, name, Content }) => ({
            id,
            title: t(`clientPage.sections.${name(client)}`),
            content: <Content applicationId={application.id} isReadOnly={isReadOnly} client={client} />,
          }),
        )}
      />
    </Page>
  );
}

/** One client of an application. */
export function ClientPage() {
  const { t } = useTranslation('applications');
  const { id = '', clientId = '' } = useParams();
  const result = useApplication(id);
  return (
    <LoadedPage
      result={result}
      title={t('clientPage.title')}
      back={{ to: pages.application(id), label: t('application.title') }}
    >
      {(application) => <ClientOf key={clientId} application={application} clientId={clientId} />}
    </LoadedPage>
  );
}
