import type { RegistrationRequestDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, List, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { EditNotes } from '../../../components/ui/edit-notes';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { OrganizationSelect } from '../../../components/ui/organization-select';
import { Page, Section } from '../../../components/ui/page';
import { RedirectUrisInput } from './redirect-uris-input';
import { SubmitForm } from '../../../components/ui/submit-form';
import { callApi } from '../../../lib/api-client';
import { formatDateTime } from '../../../lib/format';
import { isOperator, useMe } from '../../../lib/me';
import { endpoints, pages } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';
import { useDraft } from '../../../lib/use-draft';
import { useEditing } from '../../../lib/use-editing';
import { KINDS } from './kinds';
import { STATE_COLORS } from './requests.page';
import { ScopePicker } from './scope-picker';

interface Properties {
  readonly request: RegistrationRequestDetail;
}

const keyOf = (id: string) => ['registration-requests', id];

async function decide(path: string, body: object): Promise<void> {
  await callApi('POST', path, body);
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['registration-requests'] }),
    queryClient.invalidateQueries({ queryKey: ['applications'] }),
  ]);
}

function Asked({ request: { user, purpose, kind, createdAt } }: Properties) {
  const { t } = useTranslation('applications');
  const person = (
    <Anchor component={Link} to={pages.user(user.id)} inherit underline="always">
      {user.displayName}
    </Anchor>
  );
  return (
    <Section title={t('request.what')}>
      <Stack gap="xs">
        <Text>{purpose}</Text>
        <Text size="sm" c="var(--quiet-text)">
          <Trans
            t={t}
            i18nKey={user.email === null ? 'request.by' : 'request.byWithMail'}
            values={{ kind: t(`kind.${kind}.title`), date: formatDateTime(createdAt) }}
            components={{ user: person, mail: <span>{user.email}</span> }}
          />
        </Text>
      </Stack>
    </Section>
  );
}

/** What is stored by now. */
async function reloadRequest(id: string): Promise<RegistrationRequestDetail> {
  const request = await callApi<RegistrationRequestDetail>('GET', endpoints.request(id));
  queryClient.setQueryData(keyOf(id), request);
  return request;
}

interface Approval {
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly allowedScopes: readonly string[];
  readonly organizationId: string | null;
}

const toApproval = ({ name, redirectUris, scopes }: RegistrationRequestDetail): Approval => ({
  name,
  redirectUris,
  allowedScopes: scopes,
  organizationId: null,
});

function ApprovalForm({ request }: Properties) {
  const { t } = useTranslation(['applications', 'ui']);
  const editing = useEditing({
    name: `approval of ${request.id}`,
    record: request,
    toValue: toApproval,
    reload: () => reloadRequest(request.id),
  });
  const { value, change } = editing;
  const found = KINDS.find(({ kind }) => kind === request.kind);
  const labels = {
    name: t('requests.name'),
    redirectUris: t('client.redirectUris'),
    allowedScopes: t('scopes.label'),
    organizationId: t('ui:organization.label'),
  };
  return (
    <Section title={t('request.approve')} hint={t('request.approveHint')}>
      <SubmitForm
        submitLabel={t('request.approve')}
        notes={<EditNotes editing={editing} labels={labels} />}
        onSubmit={async () => {
          const name = value.name.trim();
          await editing.save(({ version }, approval) =>
            decide(endpoints.requestApproval(request.id), { ...approval, version, name }),
          );
          notifications.show({ message: t('new.done', { name }) });
        }}
      >
        {(problem) => (
          <Stack key={editing.formKey}>
            <TextInput
              label={t('requests.name')}
              required
              maxLength={100}
              value={value.name}
              error={problem('name')}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            {found?.isRedirected === true && (
              <RedirectUrisInput
                uris={value.redirectUris}
                clientType={found.type}
                problem={problem}
                onChange={(redirectUris) => change({ redirectUris })}
              />
            )}
            <ScopePicker
              label={t('scopes.label')}
              hint={t('request.scopesHint')}
              chosen={value.allowedScopes}
              problem={problem('allowedScopes')}
              onChange={(allowedScopes) => change({ allowedScopes })}
            />
            <OrganizationSelect
              value={value.organizationId}
              problem={problem('organizationId')}
              onChange={(organizationId) => change({ organizationId })}
            />
          </Stack>
        )}
      </SubmitForm>
    </Section>
  );
}

function DeclineDialog({ request, onClose }: Properties & { readonly onClose: () => void }) {
  const { t } = useTranslation(['applications', 'ui']);
  const [reason, setReason, forget] = useDraft(`refusal of ${request.id}`, '');
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('request.declineOne', { name: request.name })}
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <SubmitForm
        submitLabel={t('request.decline')}
        onSubmit={async () => {
          await decide(endpoints.requestRefusal(request.id), { version: request.version, reason });
          forget();
          onClose();
        }}
      >
        {(problem) => (
          <Textarea
            label={t('request.reason')}
            description={t('request.reasonHint')}
            required
            maxLength={1000}
            autosize
            minRows={3}
            value={reason}
            error={problem('reason')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </SubmitForm>
    </Modal>
  );
}

function Decision({ request }: Properties) {
  const { t } = useTranslation('applications');
  const { state, reason, decidedBy, decidedAt, applicationId, clientId, secretFetchedAt } = request;
  return (
    <Section title={t('request.decision')}>
      <Stack gap="xs">
        <Text>
          {t(state === 'approved' ? 'request.approvedBy' : 'request.declinedBy', {
            who: decidedBy,
            when: decidedAt === null ? '–' : formatDateTime(decidedAt),
          })}
        </Text>
        {reason !== null && <Text>{reason}</Text>}
        {applicationId !== null && clientId !== null && (
          <List size="sm">
            <List.Item>
              <Anchor component={Link} to={pages.application(applicationId)} underline="always">
                {t('new.open')}
              </Anchor>
            </List.Item>
            <List.Item>
              <Trans t={t} i18nKey="request.clientId" components={{ id: <Code>{clientId}</Code> }} />
            </List.Item>
            {secretFetchedAt !== null && (
              <List.Item>{t('request.fetched', { date: formatDateTime(secretFetchedAt) })}</List.Item>
            )}
          </List>
        )}
      </Stack>
    </Section>
  );
}

/** One request: what is asked for, and the decision. */
export function RequestPage() {
  const { t } = useTranslation('applications');
  const { id = '' } = useParams();
  const back = { to: pages.requests, label: t('requests.title') };
  const mayDecide = isOperator(useMe());
  const [isDeclining, setDeclining] = useState(false);
  const result = useQuery({
    queryKey: keyOf(id),
    queryFn: () => callApi<RegistrationRequestDetail>('GET', endpoints.request(id)),
    refetchOnMount: 'always',
  });
  return (
    <LoadedPage result={result} title={t('request.title')} back={back}>
      {(request) => (
        <Page
          title={request.name}
          back={back}
          description={
            <Badge variant="light" color={STATE_COLORS[request.state]} component="span">
              {t(`requests.states.${request.state}`)}
            </Badge>
          }
          actions={
            mayDecide &&
            request.state === 'waiting' && (
              <Button variant="default" onClick={() => setDeclining(true)}>
                {t('request.decline')}
              </Button>
            )
          }
        >
          <Asked request={request} />
          {request.state !== 'waiting' && <Decision request={request} />}
          {mayDecide && request.state === 'waiting' && <ApprovalForm key={request.id} request={request} />}
          {isDeclining && <DeclineDialog request={request} onClose={() => setDeclining(false)} />}
        </Page>
      )}
    </LoadedPage>
  );
}
