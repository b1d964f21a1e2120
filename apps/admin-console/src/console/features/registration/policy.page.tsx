import type { CreatedRegistrationPolicy, RegistrationPolicyDetail } from '@gatehouse/dto';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page } from '../../../components/ui/page';
import { ForOperators } from '../../../components/ui/role';
import { SecretDialog } from '../../../components/ui/secret-dialog';
import { pages } from '../../../lib/paths';
import { createPolicy, deletePolicy, replacePolicy, usePolicy } from './api';
import { PolicyForm } from './policy-form';

const useBack = () => {
  const { t } = useTranslation('registration');
  return { to: pages.registration, label: t('title') };
};

/** Makes an initial access token, and shows it this once. */
export function NewPolicyPage() {
  const { t } = useTranslation('registration');
  const navigate = useNavigate();
  const [created, setCreated] = useState<CreatedRegistrationPolicy>();
  return (
    <Page title={t('new.button')} description={t('new.description')} back={useBack()}>
      <PolicyForm onSubmit={async (input) => setCreated(await createPolicy(input))} />
      {created !== undefined && (
        <SecretDialog
          title={t('new.done', { name: created.policy.name })}
          fields={[{ label: t('token.name'), value: created.initialAccessToken }]}
          note={t('new.note')}
          onClose={() => void navigate(pages.registration)}
        />
      )}
    </Page>
  );
}

function DeletePolicy({ policy }: { readonly policy: RegistrationPolicyDetail }) {
  const { t } = useTranslation('registration');
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  return (
    <ForOperators>
      <Button variant="light" color="red" onClick={() => setAsking(true)}>
        {t('edit.delete')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('edit.deleteTitle', { name: policy.name })}
          confirmLabel={t('edit.delete')}
          onConfirm={async () => {
            await deletePolicy(policy.id);
            await navigate(pages.registration);
          }}
          onClose={() => setAsking(false)}
        >
          {t('edit.deleteText', { count: policy.registrations })}
        </ConfirmDialog>
      )}
    </ForOperators>
  );
}

/** Changes the terms on which clients register themselves. */
export function EditPolicyPage() {
  const { t } = useTranslation('registration');
  const back = useBack();
  const { id = '' } = useParams();
  return (
    <LoadedPage result={usePolicy(id)} title={t('title')} back={back}>
      {(policy) => (
        <Page
          title={policy.kind === 'token' ? policy.name : t(`${policy.kind}.name`)}
          description={t(policy.kind === 'token' ? 'token.who' : `${policy.kind}.description`)}
          back={back}
          actions={
            <>
              <ChangesLink type="registration-policy" id={policy.id} />
              {policy.kind === 'token' && <DeletePolicy policy={policy} />}
            </>
          }
        >
          <PolicyForm
            key={policy.id}
            stored={policy}
            onSubmit={async (input, { version } = policy) => {
              await replacePolicy(id, { ...input, version });
              notifications.show({ message: t('edit.saved') });
            }}
          />
        </Page>
      )}
    </LoadedPage>
  );
}
