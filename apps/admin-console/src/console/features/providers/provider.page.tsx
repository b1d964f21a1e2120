import type { ProviderDetail } from '@gatehouse/dto';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page } from '../../../components/ui/page';
import { pages } from '../../../lib/paths';
import { createProvider, deleteProvider, replaceProvider, useProvider } from './api';
import { type ProviderDraft, ProviderForm } from './provider-form';
import { ProviderStatusSection } from './provider-status';
import { ForOperators } from '../../../components/ui/role';

const useBack = () => {
  const { t } = useTranslation('providers');
  return { to: pages.providers, label: t('title') };
};

const NEW_PROVIDER: ProviderDraft = {
  name: '',
  flow: 'client_credentials',
  clientId: '',
  authenticationMethod: 'client_secret_basic',
  scopes: [],
};

/** An empty secret is none: what is stored stays. */
function withoutEmptySecrets({
  clientSecret,
  privateKey,
  refreshToken,
  ...draft
}: ProviderDraft): ProviderDraft {
  return {
    ...draft,
    ...(clientSecret && { clientSecret }),
    ...(privateKey && { privateKey }),
    ...(refreshToken && { refreshToken }),
  };
}

/** Adds a provider. */
export function NewProviderPage() {
  const { t } = useTranslation('providers');
  const back = useBack();
  const navigate = useNavigate();
  return (
    <Page title={t('new.title')} description={t('new.description')} back={back}>
      <ProviderForm
        initial={NEW_PROVIDER}
        submitLabel={t('new.submit')}
        hasSecrets={false}
        onSubmit={async (draft) => {
          const { id } = await createProvider(withoutEmptySecrets(draft));
          await navigate(pages.provider(id));
        }}
      />
    </Page>
  );
}

const toDraft = (provider: ProviderDetail): ProviderDraft => ({
  name: provider.name,
  flow: provider.flow,
  issuer: provider.issuer,
  tokenEndpoint: provider.tokenEndpoint,
  authorizationEndpoint: provider.authorizationEndpoint,
  clientId: provider.clientId,
  authenticationMethod: provider.authenticationMethod,
  keyId: provider.keyId,
  scopes: [...provider.scopes],
  resource: provider.resource,
  audience: provider.audience,
  subject: provider.subject,
});

function DeleteProvider({ provider }: { readonly provider: ProviderDetail }) {
  const { t } = useTranslation('providers');
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
        <ConfirmDialog
          title={t('edit.deleteOne', { name: provider.name })}
          confirmLabel={t('edit.delete')}
          onConfirm={async () => {
            await deleteProvider(provider.id);
            await navigate(pages.providers);
          }}
          onClose={() => setAsking(false)}
        >
          {t('edit.deleteText')}
        </ConfirmDialog>
      )}
    </>
  );
}

/** One provider: how it is with its access token, and what is asked of it. */
export function ProviderPage() {
  const { t } = useTranslation('providers');
  const back = useBack();
  const { id = '' } = useParams();
  const result = useProvider(id);
  return (
    <LoadedPage result={result} title={t('one')} back={back}>
      {(provider) => (
        <Page
          title={provider.name}
          back={back}
          actions={
            <>
              <ChangesLink type="provider" id={provider.id} />
              <DeleteProvider provider={provider} />
            </>
          }
        >
          <ProviderStatusSection provider={provider} />
          <ProviderForm
            key={provider.version}
            initial={toDraft(provider)}
            submitLabel={t('edit.save')}
            hasSecrets
            onSubmit={async (draft) => {
              await replaceProvider(id, { ...withoutEmptySecrets(draft), version: provider.version });
              notifications.show({ message: t('edit.saved') });
            }}
          />
        </Page>
      )}
    </LoadedPage>
  );
}
