import type { OutsideIssuerDetail } from '@gatehouse/dto';
import { Anchor, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { pages } from '../../../lib/paths';
import { createOutsideIssuer, deleteOutsideIssuer, replaceOutsideIssuer, useOutsideIssuer } from './api';
import { NEW_ISSUER, toDraft } from './issuer-draft';
import { IssuerForm } from './issuer-form';

const BACK = { to: pages.outsideIssuers, label: 'Outside issuers' };

/** Registers an issuer. */
export function NewOutsideIssuerPage() {
  const navigate = useNavigate();
  return (
    <Page
      title="Register an issuer"
      description="Its access tokens open nothing before an API accepts them."
      back={BACK}
    >
      <IssuerForm
        initial={NEW_ISSUER}
        submitLabel="Register"
        hasSecret={false}
        onSubmit={async (input) => {
          const { id } = await createOutsideIssuer(input);
          await navigate(pages.outsideIssuer(id));
        }}
      />
    </Page>
  );
}

function DeleteIssuer({ issuer }: { readonly issuer: OutsideIssuerDetail }) {
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="light" color="red" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Forget ${issuer.name}?`}
          confirmLabel="Delete"
          onConfirm={async () => {
            await deleteOutsideIssuer(issuer.id);
            await navigate(pages.outsideIssuers);
          }}
          onClose={() => setAsking(false)}
        >
          It can only be deleted once no API accepts its access tokens.
        </ConfirmDialog>
      )}
    </>
  );
}

function UsesSection({ usedBy }: Pick<OutsideIssuerDetail, 'usedBy'>) {
  return (
    <Section title="Accepted by" hint="An API names the issuers that it accepts, among its callers.">
      {usedBy.length === 0 ? (
        <Text size="sm">No API yet.</Text>
      ) : (
        usedBy.map(({ apiId, apiName }) => (
          <Anchor key={apiId} component={Link} to={pages.api(apiId)} display="block">
            {apiName}
          </Anchor>
        ))
      )}
    </Section>
  );
}

/** Changes or deletes an outside issuer. */
export function EditOutsideIssuerPage() {
  const { id = '' } = useParams();
  const result = useOutsideIssuer(id);
  return (
    <LoadedPage result={result} title="Outside issuer" back={BACK}>
      {(issuer) => (
        <Page
          title={issuer.name}
          description={issuer.issuer}
          back={BACK}
          actions={<DeleteIssuer issuer={issuer} />}
        >
          <UsesSection usedBy={issuer.usedBy} />
          <IssuerForm
            key={issuer.version}
            initial={toDraft(issuer)}
            submitLabel="Save"
            hasSecret={issuer.hasClientSecret}
            onSubmit={async (input) => {
              await replaceOutsideIssuer(id, { ...input, version: issuer.version });
              notifications.show({ message: 'Saved, and in force' });
            }}
          />
        </Page>
      )}
    </LoadedPage>
  );
}
