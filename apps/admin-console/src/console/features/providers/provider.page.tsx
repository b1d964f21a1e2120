import type { ProviderDetail } from '@gatehouse/dto';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page } from '../../../components/ui/page';
import { pages } from '../../../lib/paths';
import { createProvider, deleteProvider, replaceProvider, useProvider } from './api';
import { type ProviderDraft, ProviderForm } from './provider-form';
import { ProviderStatusSection } from './provider-status';

const BACK = { to: pages.providers, label: 'Token providers' };

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
  const navigate = useNavigate();
  return (
    <Page title="Add token provider" description="Nothing is asked of it until it is used." back={BACK}>
      <ProviderForm
        initial={NEW_PROVIDER}
        submitLabel="Add"
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
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="light" color="red" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Delete ${provider.name}?`}
          confirmLabel="Delete"
          onConfirm={async () => {
            await deleteProvider(provider.id);
            await navigate(pages.providers);
          }}
          onClose={() => setAsking(false)}
        >
          Its secrets and tokens are gone with it.
        </ConfirmDialog>
      )}
    </>
  );
}

/** One provider: how it is with its access token, and what is asked of it. */
export function ProviderPage() {
  const { id = '' } = useParams();
  const result = useProvider(id);
  return (
    <LoadedPage result={result} title="Token provider" back={BACK}>
      {(provider) => (
        <Page title={provider.name} back={BACK} actions={<DeleteProvider provider={provider} />}>
          <ProviderStatusSection provider={provider} />
          <ProviderForm
            key={provider.version}
            initial={toDraft(provider)}
            submitLabel="Save"
            hasSecrets
            onSubmit={async (draft) => {
              await replaceProvider(id, { ...withoutEmptySecrets(draft), version: provider.version });
              notifications.show({ message: 'Saved, and in force' });
            }}
          />
        </Page>
      )}
    </LoadedPage>
  );
}
