import type { TrustedIssuerDetail } from '@gatehouse/dto';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { LinkedSubjects } from '../../../components/ui/linked-subjects';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page } from '../../../components/ui/page';
import { endpoints, pages } from '../../../lib/paths';
import { createTrustedIssuer, deleteTrustedIssuer, replaceTrustedIssuer, useTrustedIssuer } from './api';
import { NEW_ISSUER, toDraft } from './issuer-draft';
import { IssuerForm } from './issuer-form';

const BACK = { to: pages.trustedIssuers, label: 'Trusted issuers' };

/** Trusts an issuer. */
export function NewTrustedIssuerPage() {
  const navigate = useNavigate();
  return (
    <Page title="Trust an issuer" description="In force on every node as soon as it is saved." back={BACK}>
      <IssuerForm
        initial={NEW_ISSUER}
        submitLabel="Trust"
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
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="light" color="red" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Trust ${issuer.name} no longer?`}
          confirmLabel="Delete"
          typeToConfirm={issuer.name}
          onConfirm={async () => {
            await deleteTrustedIssuer(issuer.id);
            await navigate(pages.trustedIssuers);
          }}
          onClose={() => setAsking(false)}
        >
          Its assertions are refused from now on, and its linked subjects are forgotten. Access tokens that
          came from it live until they expire; revoke their authorizations to end them now.
        </ConfirmDialog>
      )}
    </>
  );
}

/** Changes or deletes a trusted issuer. */
export function EditTrustedIssuerPage() {
  const { id = '' } = useParams();
  const result = useTrustedIssuer(id);
  return (
    <LoadedPage result={result} title="Trusted issuer" back={BACK}>
      {(issuer) => (
        <Page
          title={issuer.name}
          description={issuer.issuer}
          back={BACK}
          actions={<DeleteIssuer issuer={issuer} />}
        >
          <IssuerForm
            key={issuer.version}
            initial={toDraft(issuer)}
            submitLabel="Save"
            onSubmit={async (input) => {
              await replaceTrustedIssuer(id, { ...input, version: issuer.version });
              notifications.show({ message: 'Saved, and in force' });
            }}
          />
          {issuer.subjectMapping === 'linked-subject' && (
            <LinkedSubjects
              title="Linked subjects"
              hint="An assertion about any other subject is refused."
              list={(parameters) => endpoints.linkedSubjects(id, parameters)}
              item={(subject) => endpoints.linkedSubject(id, subject)}
            />
          )}
        </Page>
      )}
    </LoadedPage>
  );
}
