import type { TrustedIssuerDetail } from '@gatehouse/dto';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { EffectsDialog } from '../../../components/ui/effects';
import { LinkedSubjects } from '../../../components/ui/linked-subjects';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page } from '../../../components/ui/page';
import { endpoints, pages } from '../../../lib/paths';
import { createTrustedIssuer, deleteTrustedIssuer, replaceTrustedIssuer, useTrustedIssuer } from './api';
import { IssuerForm } from './issuer-form';
import { ForOperators } from '../../../components/ui/role';

const useBack = () => {
  const { t } = useTranslation('trusted-issuers');
  return { to: pages.trustedIssuers, label: t('title') };
};

/** Trusts an issuer. */
export function NewTrustedIssuerPage() {
  const { t } = useTranslation('trusted-issuers');
  const back = useBack();
  const navigate = useNavigate();
  return (
    <Page title={t('trust')} description={t('new.description')} back={back}>
      <IssuerForm
        onSubmit={async (input) => {
          const { id, subjectMapping } = await createTrustedIssuer(input);
          // Where subjects are linked, that comes next.
          await navigate(
            subjectMapping === 'linked-subject' ? pages.trustedIssuer(id) : pages.trustedIssuers,
          );
        }}
      />
    </Page>
  );
}

function DeleteIssuer({ issuer }: { readonly issuer: TrustedIssuerDetail }) {
  const { t } = useTranslation('trusted-issuers');
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
          subject="trusted-issuer"
          id={issuer.id}
          title={t('edit.no', { name: issuer.name })}
          confirmLabel={t('edit.delete')}
          typeToConfirm={issuer.name}
          onConfirm={async () => {
            await deleteTrustedIssuer(issuer.id);
            await navigate(pages.trustedIssuers);
          }}
          onClose={() => setAsking(false)}
        >
          {t('edit.noText')}
        </EffectsDialog>
      )}
    </>
  );
}

/** Changes or deletes a trusted issuer. */
export function EditTrustedIssuerPage() {
  const { t } = useTranslation('trusted-issuers');
  const back = useBack();
  const { id = '' } = useParams();
  const result = useTrustedIssuer(id);
  return (
    <LoadedPage result={result} title={t('one')} back={back}>
      {(issuer) => (
        <Page
          title={issuer.name}
          description={issuer.issuer}
          back={back}
          actions={
            <>
              <ChangesLink type="trusted-issuer" id={issuer.id} />
              <DeleteIssuer issuer={issuer} />
            </>
          }
        >
          <IssuerForm
            key={issuer.id}
            stored={issuer}
            onSubmit={async (input, { version } = issuer) => {
              await replaceTrustedIssuer(id, { ...input, version });
              notifications.show({ message: t('edit.saved') });
            }}
          />
          {issuer.subjectMapping === 'linked-subject' && (
            <LinkedSubjects
              title={t('edit.linked')}
              hint={t('edit.linkedHint')}
              list={(parameters) => endpoints.linkedSubjects(id, parameters)}
              item={(subject) => endpoints.linkedSubject(id, subject)}
            />
          )}
        </Page>
      )}
    </LoadedPage>
  );
}
