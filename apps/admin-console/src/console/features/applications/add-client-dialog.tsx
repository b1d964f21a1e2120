import type { ApplicationDetail, CreateClient, CreatedApplication } from '@gatehouse/dto';
import { Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SubmitForm } from '../../../components/ui/submit-form';
import { useDraft } from '../../../lib/use-draft';
import { createClient } from './api';
import { KINDS } from './kinds';
import { areRedirectUrisValid, RedirectUrisInput } from './redirect-uris-input';
import { ScopePicker } from './scope-picker';

interface Properties {
  readonly application: ApplicationDetail;
  readonly onMade: (created: CreatedApplication) => void;
  readonly onClose: () => void;
}

type Draft = Required<CreateClient>;

function KindRadios({ value, onChange }: { value: string; onChange: (kind: Draft['kind']) => void }) {
  const { t } = useTranslation('applications');
  return (
    <Radio.Group
      label={t('kinds.label')}
      description={t('addClient.kindHint')}
      value={value}
      onChange={(chosen) => {
        const kind = KINDS.find((one) => one.kind === chosen)?.kind;
        if (kind !== undefined) onChange(kind);
      }}
    >
      <Stack gap="xs" mt="xs">
        {KINDS.map(({ kind }) => (
          <Radio
            key={kind}
            value={kind}
            label={t(`kind.${kind}.title`)}
            description={t(`kind.${kind}.hint`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** One more client of an application: what it is, and what it may ask for. */
export function AddClientDialog({ application, onMade, onClose }: Properties) {
  const { t } = useTranslation(['applications', 'ui']);
  const [draft, setDraft, forgetDraft] = useDraft<Draft>(`new client of ${application.id}`, {
    kind: 'web',
    name: '',
    redirectUris: [''],
    // As the first one: most clients of an application do the same from somewhere else.
    allowedScopes: [...(application.clients[0]?.allowedScopes ?? [])],
  });
  const kind = KINDS.find((one) => one.kind === draft.kind);
  const isRedirected = kind?.isRedirected === true;
  const type = kind?.type ?? 'public';
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));

  async function submit(): Promise<void> {
    const created = await createClient(application.id, {
      ...draft,
      name: draft.name.trim(),
      redirectUris: isRedirected ? draft.redirectUris : [],
    });
    forgetDraft();
    onMade(created);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('addClient.title', { name: application.name })}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <SubmitForm
        submitLabel={t('addClient.submit')}
        onSubmit={submit}
        isIncomplete={isRedirected && !areRedirectUrisValid(draft.redirectUris, type)}
      >
        {(problem) => (
          <Stack gap="lg">
            <KindRadios value={draft.kind} onChange={(chosen) => change({ kind: chosen })} />
            <TextInput
              label={t('new.name')}
              description={t('addClient.nameHint')}
              placeholder={t('addClient.namePlaceholder')}
              maxLength={100}
              value={draft.name}
              error={problem('name')}
              onChange={(event) => change({ name: event.currentTarget.value })}
              data-autofocus
            />
            {isRedirected && (
              <RedirectUrisInput
                uris={draft.redirectUris}
                clientType={type}
                problem={problem}
                onChange={(redirectUris) => change({ redirectUris: [...redirectUris] })}
              />
            )}
            <ScopePicker
              label={t('scopes.label')}
              hint={t('addClient.scopesHint')}
              chosen={draft.allowedScopes}
              problem={problem('allowedScopes')}
              onChange={(allowedScopes) => change({ allowedScopes })}
            />
          </Stack>
        )}
      </SubmitForm>
    </Modal>
  );
}
