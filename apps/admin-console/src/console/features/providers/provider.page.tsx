import type { ProviderDetail } from '@gatehouse/dto';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { EffectsDialog } from '../../../components/ui/effects';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page } from '../../../components/ui/page';
import { pages } from '../../../lib/paths';
import { createProvider, deleteProvider, replaceProvider, useProvider } from './api';
import { ProviderForm } from './provider-form';
import { ProviderStatusSection } from './provider-status';
import { ForOperators } from '../../../components/ui/role';

const useBack = () => {
  const { t } = useTranslation('providers');
  return { to: pages.providers, label: t('title') };
};

/** Adds a provider. */
export function NewProviderPage() {
  const { t } = useTranslation('providers');
  const back = useBack();
  const navigate = useNavigate();
  return (
    <Page title={t('new.title')} description={t('new.description')} back={back}>
      <ProviderForm
        onSubmit={async (input) => {
          const { id } = await createProvider(input);
          await navigate(pages.provider(id));
        }}
      />
    </Page>
  );
}

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
        <EffectsDialog
          subject="provider"
          id={provider.id}
          title={t('edit.deleteOne', { name: provider.name })}
          confirmLabel={t('edit.delete')}
          onConfirm={async () => {
            await deleteProvider(provider.id);
            await navigate(pages.providers);
          }}
          onClose={() => setAsking(false)}
        >
          {t('edit.deleteText')}
        </EffectsDialog>
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
            key={provider.id}
            stored={provider}
            onSubmit={async (input, { version } = provider) => {
              await replaceProvider(id, { ...input, version });
              notifications.show({ message: t('edit.saved') });
            }}
          />
        </Page>
      )}
    </LoadedPage>
  );
}
