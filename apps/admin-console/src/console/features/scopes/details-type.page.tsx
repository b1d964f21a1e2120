import type { DetailsTypeUse } from '@gatehouse/dto';
import { Button, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { EditNotes } from '../../../components/ui/edit-notes';
import { EffectsDialog } from '../../../components/ui/effects';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { ForOperators } from '../../../components/ui/role';
import { SubmitForm } from '../../../components/ui/submit-form';
import { pages } from '../../../lib/paths';
import { useDraft } from '../../../lib/use-draft';
import { useEditing } from '../../../lib/use-editing';
import {
  createDetailsType,
  deleteDetailsType,
  reloadDetailsType,
  updateDetailsType,
  useDetailsType,
} from './details-types-api';
import { type DetailsDraft, EMPTY_DETAILS_DRAFT, toDetailsDraft, toDetailsInput } from './details-type-draft';
import { DetailsTypeFields } from './details-type-fields';
import { DetailsTypeUseSection } from './details-type-use';
import { useWordLabels } from './word-labels';

/** Defines a type of authorization details. */
export function NewDetailsTypePage() {
  const { t } = useTranslation('scopes');
  const navigate = useNavigate();
  const [draft, setDraft, forget] = useDraft('new details type', { ...EMPTY_DETAILS_DRAFT, name: '' });
  const change = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  return (
    <Page
      title={t('details.new.title')}
      description={t('details.new.description')}
      back={{ to: pages.detailsTypes, label: t('details.list.title') }}
    >
      <SubmitForm
        submitLabel={t('new.submit')}
        onSubmit={async () => {
          const { name } = await createDetailsType({ name: draft.name.trim(), ...toDetailsInput(draft) });
          forget();
          notifications.show({ message: t('new.done', { name }) });
          await navigate(pages.detailsType(name));
        }}
      >
        {(problem) => (
          <>
            <Section title={t('new.name')}>
              <TextInput
                label={t('form.name')}
                description={t('details.form.nameHint')}
                required
                maxLength={200}
                value={draft.name}
                error={problem('name')}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => change({ name: event.currentTarget.value })}
              />
            </Section>
            <DetailsTypeFields draft={draft} problem={problem} onChange={change} />
          </>
        )}
      </SubmitForm>
    </Page>
  );
}

function DeleteType({ name }: Pick<DetailsTypeUse, 'name'>) {
  const { t } = useTranslation('scopes');
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={18} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t('delete.action')}
      </Button>
      {isAsking && (
        <EffectsDialog
          subject="details-type"
          id={name}
          title={t('delete.ask', { name })}
          confirmLabel={t('delete.action')}
          typeToConfirm={name}
          onConfirm={async () => {
            await deleteDetailsType(name);
            notifications.show({ message: t('delete.done', { name }) });
            await navigate(pages.detailsTypes);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function TypeForm({ type }: { readonly type: DetailsTypeUse }) {
  const { t } = useTranslation('scopes');
  const words = useWordLabels();
  const labels: Readonly<Record<keyof DetailsDraft, string>> = {
    ...words,
    schema: t('details.form.schema'),
    apiIds: t('details.form.apis'),
    isRemembered: t('details.form.isRemembered'),
    isRegistrable: t('details.form.isRegistrable'),
  };
  const editing = useEditing<DetailsTypeUse, DetailsDraft>({
    name: `details type ${type.name}`,
    record: type,
    toValue: toDetailsDraft,
    reload: () => reloadDetailsType(type.name),
  });
  return (
    <SubmitForm
      submitLabel={t('form.save')}
      notes={<EditNotes editing={editing} labels={labels} />}
      onSubmit={async () => {
        await editing.save((stored, draft) =>
          updateDetailsType(stored.name, { version: stored.version, ...toDetailsInput(draft) }),
        );
        notifications.show({ message: t('form.saved') });
      }}
    >
      {(problem) => <DetailsTypeFields draft={editing.value} problem={problem} onChange={editing.change} />}
    </SubmitForm>
  );
}

/** One type: what it may say, what users read of it, and what hangs on it. */
export function DetailsTypePage() {
  const { t } = useTranslation('scopes');
  const { name = '' } = useParams();
  const back = { to: pages.detailsTypes, label: t('details.list.title') };
  return (
    <LoadedPage result={useDetailsType(name)} title={name} back={back}>
      {(type) => (
        <Page
          title={type.name}
          description={type.title}
          back={back}
          actions={
            <>
              <ChangesLink type="details-type" id={type.name} />
              <ForOperators>
                <DeleteType name={type.name} />
              </ForOperators>
            </>
          }
        >
          <Stack>
            <DetailsTypeUseSection type={type} />
            <TypeForm key={type.name} type={type} />
          </Stack>
        </Page>
      )}
    </LoadedPage>
  );
}
