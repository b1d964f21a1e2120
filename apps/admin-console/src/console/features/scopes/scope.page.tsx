import type { ScopeUse } from '@gatehouse/dto';
import { Alert, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { EditNotes } from '../../../components/ui/edit-notes';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { ForOperators } from '../../../components/ui/role';
import { SubmitForm } from '../../../components/ui/submit-form';
import { pages } from '../../../lib/paths';
import { useDraft } from '../../../lib/use-draft';
import { useEditing } from '../../../lib/use-editing';
import { createScope, reloadScope, updateScope, useScope } from './api';
import { DeleteScope } from './delete-scope';
import { type Draft, EMPTY_DRAFT, toDraft, toInput } from './draft';
import { ScopeFields } from './scope-fields';
import { ScopeUseSection } from './scope-use';
import { useWordLabels } from './word-labels';

/** Defines a scope. */
export function NewScopePage() {
  const { t } = useTranslation('scopes');
  const navigate = useNavigate();
  const [draft, setDraft, forget] = useDraft('new scope', { ...EMPTY_DRAFT, name: '' });
  const change = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  return (
    <Page
      title={t('new.title')}
      description={t('new.description')}
      back={{ to: pages.scopes, label: t('list.title') }}
    >
      <SubmitForm
        submitLabel={t('new.submit')}
        onSubmit={async () => {
          const { name } = await createScope({ name: draft.name.trim(), ...toInput(draft) });
          forget();
          notifications.show({ message: t('new.done', { name }) });
          await navigate(pages.scope(name));
        }}
      >
        {(problem) => (
          <>
            <Section title={t('new.name')}>
              <TextInput
                label={t('form.name')}
                description={t('form.nameHint')}
                required
                maxLength={128}
                value={draft.name}
                error={problem('name')}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => change({ name: event.currentTarget.value })}
              />
            </Section>
            <ScopeFields draft={draft} problem={problem} onChange={change} />
          </>
        )}
      </SubmitForm>
    </Page>
  );
}

function ScopeForm({ scope }: { readonly scope: ScopeUse }) {
  const { t } = useTranslation('scopes');
  const labels = useWordLabels();
  const editing = useEditing<ScopeUse, Draft>({
    name: `scope ${scope.name}`,
    record: scope,
    toValue: toDraft,
    reload: () => reloadScope(scope.name),
  });
  return (
    <SubmitForm
      submitLabel={t('form.save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      onSubmit={async () => {
        await editing.save((stored, draft) =>
          updateScope(stored.name, { version: stored.version, ...toInput(draft) }),
        );
        notifications.show({ message: t('form.saved') });
      }}
    >
      {(problem) => <ScopeFields draft={editing.value} problem={problem} onChange={editing.change} />}
    </SubmitForm>
  );
}

/** One scope: what users read of it, and what hangs on it. */
export function ScopePage() {
  const { t } = useTranslation('scopes');
  const { name = '' } = useParams();
  const result = useScope(name);
  const back = { to: pages.scopes, label: t('list.title') };
  return (
    <LoadedPage result={result} title={name} back={back}>
      {(scope) => (
        <Page
          title={scope.name}
          description={scope.title}
          back={back}
          actions={
            <>
              <ChangesLink type="scope" id={scope.name} />
              {!scope.builtIn && (
                <ForOperators>
                  <DeleteScope scope={scope} />
                </ForOperators>
              )}
            </>
          }
        >
          <Stack>
            <ScopeUseSection scope={scope} />
            {scope.builtIn ? (
              <Alert color="gray" variant="light">
                {t('builtInDetail')}
              </Alert>
            ) : (
              <ScopeForm key={scope.name} scope={scope} />
            )}
          </Stack>
        </Page>
      )}
    </LoadedPage>
  );
}
