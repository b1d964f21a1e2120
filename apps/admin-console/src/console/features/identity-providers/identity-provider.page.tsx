import type { IdentityProviderDetail } from '@gatehouse/dto';
import { Button, Code, CopyButton, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
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
import { NEW_PROVIDER, toDraft } from './provider-draft';
import { IdentityProviderForm } from './provider-form';

const BACK = { to: pages.identityProviders, label: 'Identity providers' };

/** Adds a provider. */
export function NewIdentityProviderPage() {
  const navigate = useNavigate();
  return (
    <Page
      title="Add an identity provider"
      description="The sign-in page offers it as soon as it is saved."
      back={BACK}
    >
      <IdentityProviderForm
        initial={NEW_PROVIDER}
        isNew
        onSubmit={async (input) => {
          const { id } = await createIdentityProvider(input);
          await navigate(pages.identityProvider(id));
        }}
      />
    </Page>
  );
}

function CallbackSection({ provider }: { readonly provider: IdentityProviderDetail }) {
  return (
    <Section title="Callback address" hint="Register it at the provider, exactly as it is here.">
      <Group gap="sm">
        <Code>{provider.redirectUri}</Code>
        <CopyButton value={provider.redirectUri}>
          {({ copied, copy }) => (
            <Button variant="default" size="xs" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Section>
  );
}

function DeleteProvider({ provider }: { readonly provider: IdentityProviderDetail }) {
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
          typeToConfirm={provider.name}
          onConfirm={async () => {
            await deleteIdentityProvider(provider.id);
            await navigate(pages.identityProviders);
          }}
          onClose={() => setAsking(false)}
        >
          {provider.linkedAccounts === 0
            ? 'Nobody signs in with it yet.'
            : `${provider.linkedAccounts} linked ${provider.linkedAccounts === 1 ? 'account stays' : 'accounts stay'}, but nobody signs in by it any more: whoever has no password here needs one from you. To keep the links, turn it off instead.`}
        </ConfirmDialog>
      )}
    </>
  );
}

/** Changes or deletes a provider, and who is linked to it. */
export function EditIdentityProviderPage() {
  const { id = '' } = useParams();
  const result = useIdentityProvider(id);
  return (
    <LoadedPage result={result} title="Identity provider" back={BACK}>
      {(provider) => (
        <Page
          title={provider.name}
          description={provider.issuer}
          back={BACK}
          actions={<DeleteProvider provider={provider} />}
        >
          <CallbackSection provider={provider} />
          <IdentityProviderForm
            key={provider.version}
            initial={toDraft(provider)}
            isNew={false}
            onSubmit={async (input) => {
              await replaceIdentityProvider(id, { ...input, version: provider.version });
              notifications.show({ message: 'Saved, and in force' });
            }}
          />
          <LinkedSubjects
            title="Linked accounts"
            hint="Who signs in with it. Link somebody who has an account here and cannot do so by signing in."
            list={(parameters) => endpoints.linkedAccounts(id, parameters)}
            item={(subject) => endpoints.linkedAccount(id, subject)}
            onChanged={() => void Promise.all([result.refetch(), forgetList()])}
          />
        </Page>
      )}
    </LoadedPage>
  );
}
