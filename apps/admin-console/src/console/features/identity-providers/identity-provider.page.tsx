import type { IdentityProviderDetail } from '@gatehouse/dto';
import { Button, Code, CopyButton, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { EffectsDialog } from '../../../components/ui/effects';
import { LinkedSubjects } from '../../../components/ui/linked-subjects';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { endpoints, pages } from '../../../lib/paths';
import {
  createIdentityProvider,
  deleteIdentityProvider,
  forgetList,
  replaceIdentityProvider,
  useIdentityProvider,
} from './api';
import { IdentityProviderForm } from './provider-form';
import { ForOperators } from '../../../components/ui/role';

const useBack = () => {
  const { t } = useTranslation('identity-providers');
  return { to: pages.identityProviders, label: t('title') };
};

/** Adds a provider. */
export function NewIdentityProviderPage() {
  const { t } = useTranslation('identity-providers');
  const back = useBack();
  const navigate = useNavigate();
  return (
    <Page title={t('new.title')} description={t('new.description')} back={back}>
      <IdentityProviderForm
        onSubmit={async (input) => {
          const { id } = await createIdentityProvider(input);
          await navigate(pages.identityProvider(id));
        }}
      />
    </Page>
  );
}

function CallbackSection({ provider }: { readonly provider: IdentityProviderDetail }) {
  const { t } = useTranslation('identity-providers');
  return (
    <Section title={t('callback.title')} hint={t('callback.hint')}>
      <Group gap="sm">
        <Code>{provider.redirectUri}</Code>
        <CopyButton value={provider.redirectUri}>
          {({ copied, copy }) => (
            <Button variant="default" size="xs" onClick={copy}>
              {copied ? t('callback.copied') : t('callback.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Section>
  );
}

function DeleteProvider({ provider }: { readonly provider: IdentityProviderDetail }) {
  const { t } = useTranslation('identity-providers');
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <ForOperators>
        <Button variant="light" color="red" onClick={() => setAsking(true)}>
          {t('edit.delete')}
        </Button>
      </ForOperators>
      {isAsking && (
        <EffectsDialog
          subject="identity-provider"
          id={provider.id}
          title={t('edit.deleteOne', { name: provider.name })}
          confirmLabel={t('edit.delete')}
          typeToConfirm={provider.name}
          onConfirm={async () => {
            await deleteIdentityProvider(provider.id);
            await navigate(pages.identityProviders);
          }}
          onClose={() => setAsking(false)}
        >
          {t('edit.stays')}
        </EffectsDialog>
      )}
    </>
  );
}

/** Changes or deletes a provider, and who is linked to it. */
export function EditIdentityProviderPage() {
  const { t } = useTranslation('identity-providers');
  const back = useBack();
  const { id = '' } = useParams();
  const result = useIdentityProvider(id);
  return (
    <LoadedPage result={result} title={t('one')} back={back}>
      {(provider) => (
        <Page
          title={provider.name}
          description={provider.issuer}
          back={back}
          actions={
            <>
              <ChangesLink type="identity-provider" id={provider.id} />
              <DeleteProvider provider={provider} />
            </>
          }
        >
          <CallbackSection provider={provider} />
          <IdentityProviderForm
            key={provider.id}
            stored={provider}
            onSubmit={async (input, { version } = provider) => {
              await replaceIdentityProvider(id, { ...input, version });
              notifications.show({ message: t('edit.saved') });
            }}
          />
          <LinkedSubjects
            title={t('edit.linked')}
            hint={t('edit.linkedHint')}
            list={(parameters) => endpoints.linkedAccounts(id, parameters)}
            item={(subject) => endpoints.linkedAccount(id, subject)}
            onChanged={() => void Promise.all([result.refetch(), forgetList()])}
          />
        </Page>
      )}
    </LoadedPage>
  );
}
