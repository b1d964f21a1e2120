import type { Addresses, ApplicationDetail, ClientDetail } from '@gatehouse/dto';
import { Alert, Anchor, Checkbox, Chip, Code, Group, MultiSelect, Stack, Tabs, Text } from '@mantine/core';
import { IconMapOff, IconRouteOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { useRole } from '../../../components/ui/role';
import { EmptyState } from '../../../components/ui/states';
import { pages } from '../../../lib/paths';
import { useAddresses, useApplicationOf } from './api';
import { ApiCallFields } from './api-call-fields';
import { CallbackNotice } from './callback-notice';
import { CodeView } from './code-view';
import { type Flow, listFlows, listOtherFlows } from './flows/flows';
import type { TrialPlace } from './flows/setting';
import { ProofFields } from './proof-fields';
import { StepCard } from './step-card';
import classes from './try.module.css';
import { type Given, useTrial } from './use-trial';

const BACK = { to: pages.tryIt, label: 'Choose another client' };

interface StepsProperties {
  readonly flow: Flow;
  readonly application: ApplicationDetail;
  readonly place: TrialPlace;
  readonly given: Given;
  readonly onChange: (change: Partial<Given>) => void;
}

function Steps({ flow, application, place, given, onChange }: StepsProperties) {
  const trial = useTrial(place, given);
  const { client, gatewayUrl, callbackUri } = place;
  return (
    <ol className={classes.steps} aria-label="Steps">
      {flow.steps.map((step, index) => (
        <li key={step.id}>
          <StepCard number={index + 1} step={step} trial={trial} client={client}>
            {step.id === 'call-api' && (
              <ApiCallFields
                applicationId={application.id}
                gatewayUrl={gatewayUrl}
                onChange={(apiCall) => onChange({ apiCall })}
              />
            )}
            {step.id === 'authorize' && (
              <Stack gap="md">
                <CallbackNotice application={application} client={client} callbackUri={callbackUri} />
                <Checkbox
                  label="Sign in again (prompt=login)"
                  description="This browser is signed in as you: without it, you are the user."
                  checked={given.signsInAgain}
                  onChange={(event) => onChange({ signsInAgain: event.currentTarget.checked })}
                />
              </Stack>
            )}
          </StepCard>
        </li>
      ))}
    </ol>
  );
}

interface FlowsProperties {
  readonly flows: readonly Flow[];
  readonly chosen: Flow;
  readonly others: readonly string[];
  readonly clientPage: string;
  readonly onChoose: (id: string) => void;
}

function FlowChoice({ flows, chosen, others, clientPage, onChoose }: FlowsProperties) {
  return (
    <Section title="Flow" hint={chosen.hint}>
      <Stack gap="sm">
        <Chip.Group value={chosen.id} onChange={onChoose}>
          <Group gap="xs" role="radiogroup" aria-label="Flow">
            {flows.map(({ id, label }) => (
              <Chip key={id} value={id}>
                {label}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        {others.length > 0 && (
          <Text size="sm" c="var(--quiet-text)">
            Not for this client: {others.join(', ')}.{' '}
            <Anchor component={Link} to={clientPage} underline="always" size="sm">
              See what it is allowed
            </Anchor>
          </Text>
        )}
      </Stack>
    </Section>
  );
}

interface ClientProperties {
  readonly application: ApplicationDetail;
  readonly client: ClientDetail;
  readonly addresses: Addresses;
}

function TrialOf({ application, client, addresses }: ClientProperties) {
  const [address, setAddress] = useSearchParams();
  const [given, setGiven] = useState<Given>({
    secret: '',
    assertion: '',
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
      <EmptyState icon={IconRouteOff} title="Nothing of this client can be tried here">
        Its grant types need what only its own program has.{' '}
        <Anchor component={Link} to={clientPage} underline="always">
          See what it is allowed
        </Anchor>
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
          You can look at the requests and the code. Only operators can run the steps.
        </Alert>
      )}
      {(!client.enabled || !application.enabled) && (
        <Alert color="orange" variant="light">
          This client is disabled: the server refuses it until somebody enables it.
        </Alert>
      )}
      <FlowChoice
        flows={flows}
        chosen={chosen}
        others={listOtherFlows(client)}
        clientPage={clientPage}
        onChoose={(id) => move('flow', id)}
      />
      <Section title="Client" hint="What it proves itself with, and what it asks for.">
        <Stack gap="md">
          <ProofFields application={application} client={client} given={given} onChange={change} />
          <MultiSelect
            label="Scopes"
            description={
              client.allowedScopes.length === 0
                ? 'This client is allowed none.'
                : 'None: those that it gets by default.'
            }
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
          <Tabs.Tab value="steps">Step by step</Tabs.Tab>
          <Tabs.Tab value="code">Code</Tabs.Tab>
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
            scopes={given.scopes}
            redirectUri={client.redirectUris[0] ?? place.callbackUri}
            apiCall={given.apiCall}
          />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** One client and its flows, run for real. */
export function TrialPage() {
  const { clientId = '' } = useParams();
  const application = useApplicationOf(clientId);
  const addresses = useAddresses();
  return (
    <LoadedPage result={addresses} title="Try it" back={BACK}>
      {(places) => (
        <LoadedPage result={application} title="Try it" back={BACK}>
          {(found) => {
            const client = found?.clients.find((one) => one.clientId === clientId);
            if (found === null || client === undefined) {
              return (
                <Page title="Client not found" back={BACK}>
                  <EmptyState icon={IconMapOff} title="There is no such client">
                    It may have been deleted, or the link is not complete.
                  </EmptyState>
                </Page>
              );
            }
            return (
              <Page
                title="Try it"
                back={BACK}
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
