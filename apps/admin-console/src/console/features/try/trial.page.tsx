import type { Addresses, ApplicationDetail, ClientDetail } from '@gatehouse/dto';
import { Alert, Anchor, Code, MultiSelect, Stack, Tabs } from '@mantine/core';
import { IconMapOff, IconRouteOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { useRole } from '../../../components/ui/role';
import { EmptyState } from '../../../components/ui/states';
import { pages } from '../../../lib/paths';
import { useAddresses, useApplicationOf } from './api';
import { CodeView } from './code-view';
import { FlowChoice } from './flow-choice';
import { withOpenId } from './flows/authorization-code';
import { listFlows, listOtherFlows } from './flows/flows';
import type { TrialPlace } from './flows/setting';
import { ProofFields } from './proof-fields';
import { Steps } from './steps';
import type { Given } from './use-trial';

interface ClientProperties {
  readonly application: ApplicationDetail;
  readonly client: ClientDetail;
  readonly addresses: Addresses;
}

function TrialOf({ application, client, addresses }: ClientProperties) {
  const { t } = useTranslation('try');
  const [address, setAddress] = useSearchParams();
  const [given, setGiven] = useState<Given>({
    secret: '',
    assertion: '',
    jwtAssertion: '',
    samlAssertion: '',
    subjectToken: '',
    actorToken: '',
    resource: '',
    audience: '',
    username: '',
    password: '',
    postLogoutUri: client.postLogoutRedirectUris[0] ?? '',
    scopes: client.defaultScopes.length > 0 ? client.defaultScopes : client.allowedScopes,
    apiCall: undefined,
    signsInAgain: true,
  });
  const { mayWrite } = useRole();
  const flows = listFlows(client);
  const chosen = flows.find(({ id }) => id === address.get('flow')) ?? flows[0];
  const change = (part: Partial<Given>): void => setGiven((before) => ({ ...before, ...part }));
  const move = (name: string, value: string | null): void =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      next.set(name, value ?? '');
      return next;
    });
  const clientPage = pages.client(application.id, client.clientId);
  if (chosen === undefined) {
    return (
      <EmptyState icon={IconRouteOff} title={t('client.nothing')}>
        <Trans
          t={t}
          i18nKey="client.nothingText"
          components={{ go: <Anchor component={Link} to={clientPage} underline="always" /> }}
        />
      </EmptyState>
    );
  }
  const place: TrialPlace = {
    ...addresses,
    applicationId: application.id,
    client,
    callbackUri: `${location.origin}/try/callback`,
  };
  return (
    <>
      {!mayWrite && (
        <Alert color="gray" variant="light">
          {t('client.lookOnly')}
        </Alert>
      )}
      {(!client.enabled || !application.enabled) && (
        <Alert color="orange" variant="light">
          {t('client.disabled')}
        </Alert>
      )}
      <FlowChoice
        flows={flows}
        chosen={chosen}
        others={listOtherFlows(client)}
        clientPage={clientPage}
        onChoose={(id) => move('flow', id)}
      />
      <Section title={t('client.title')} hint={t('client.hint')}>
        <Stack gap="md">
          <ProofFields application={application} client={client} given={given} onChange={change} />
          <MultiSelect
            label={t('client.scopes')}
            description={t(client.allowedScopes.length === 0 ? 'client.noScopes' : 'client.defaultScopes')}
            data={[...client.allowedScopes]}
            value={[...given.scopes]}
            onChange={(scopes) => change({ scopes })}
            searchable
            clearable
          />
        </Stack>
      </Section>
      <Tabs
        value={address.get('view') === 'code' ? 'code' : 'steps'}
        onChange={(view) => move('view', view)}
        keepMounted
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="steps">{t('client.stepByStep')}</Tabs.Tab>
          <Tabs.Tab value="code">{t('client.code')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="steps">
          <Steps
            key={chosen.id}
            flow={chosen}
            application={application}
            place={place}
            given={given}
            onChange={change}
          />
        </Tabs.Panel>
        <Tabs.Panel value="code">
          <CodeView
            issuer={addresses.issuer}
            client={client}
            flow={chosen.id}
            scopes={chosen.id === 'log-out' ? withOpenId(given.scopes) : given.scopes}
            postLogoutUri={given.postLogoutUri}
            redirectUri={client.redirectUris[0] ?? place.callbackUri}
            apiCall={given.apiCall}
            exchange={{
              hasActor: given.actorToken !== '',
              resource: given.resource,
              audience: given.audience,
            }}
          />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** One client and its flows, run for real. */
export function TrialPage() {
  const { t } = useTranslation('try');
  const back = { to: pages.tryIt, label: t('client.back') };
  const { clientId = '' } = useParams();
  const application = useApplicationOf(clientId);
  const addresses = useAddresses();
  return (
    <LoadedPage result={addresses} title={t('title')} back={back}>
      {(places) => (
        <LoadedPage result={application} title={t('title')} back={back}>
          {(found) => {
            const client = found?.clients.find((one) => one.clientId === clientId);
            if (found === null || client === undefined) {
              return (
                <Page title={t('client.notFound')} back={back}>
                  <EmptyState icon={IconMapOff} title={t('client.noSuch')}>
                    {t('client.noSuchText')}
                  </EmptyState>
                </Page>
              );
            }
            return (
              <Page
                title={t('title')}
                back={back}
                description={
                  <>
                    <Anchor component={Link} to={pages.application(found.id)} underline="always">
                      {found.name}
                    </Anchor>
                    {' · '}
                    <Code>{clientId}</Code>
                  </>
                }
              >
                <TrialOf key={clientId} application={found} client={client} addresses={places} />
              </Page>
            );
          }}
        </LoadedPage>
      )}
    </LoadedPage>
  );
}
