import type { OutsideIssuerDetail } from '@gatehouse/dto';
import { Anchor, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { EffectsDialog } from '../../../components/ui/effects';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { pages } from '../../../lib/paths';
import { createOutsideIssuer, deleteOutsideIssuer, replaceOutsideIssuer, useOutsideIssuer } from './api';
import { IssuerForm } from './issuer-form';
import { ForOperators } from '../../../components/ui/role';

const useBack = () => {
  const { t } = useTranslation('outside-issuers');
  return { to: pages.outsideIssuers, label: t('title') };
};

/** Registers an issuer. */
export function NewOutsideIssuerPage() {
  const { t } = useTranslation('outside-issuers');
  const back = useBack();
  const navigate = useNavigate();
  return (
    <Page title={t('register')} description={t('new.description')} back={back}>
      <IssuerForm
        onSubmit={async (input) => {
          const { id } = await createOutsideIssuer(input);
          await navigate(pages.outsideIssuer(id));
        }}
      />
    </Page>
  );
}

function DeleteIssuer({ issuer }: { readonly issuer: OutsideIssuerDetail }) {
  const { t } = useTranslation('outside-issuers');
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
          subject="outside-issuer"
          id={issuer.id}
          title={t('edit.forget', { name: issuer.name })}
          confirmLabel={t('edit.delete')}
          typeToConfirm={issuer.name}
          onConfirm={async () => {
            await deleteOutsideIssuer(issuer.id);
            await navigate(pages.outsideIssuers);
          }}
          onClose={() => setAsking(false)}
        >
          {t('edit.forgetText')}
        </EffectsDialog>
      )}
    </>
  );
}

function UsesSection({ usedBy }: Pick<OutsideIssuerDetail, 'usedBy'>) {
  const { t } = useTranslation('outside-issuers');
  return (
    <Section title={t('list.usedBy')} hint={t('edit.usesHint')}>
      {usedBy.length === 0 ? (
        <Text size="sm">{t('edit.noUse')}</Text>
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
  const { t } = useTranslation('outside-issuers');
  const back = useBack();
  const { id = '' } = useParams();
  const result = useOutsideIssuer(id);
  return (
    <LoadedPage result={result} title={t('one')} back={back}>
      {(issuer) => (
        <Page
          title={issuer.name}
          description={issuer.issuer}
          back={back}
          actions={
            <>
              <ChangesLink type="outside-issuer" id={issuer.id} />
              <DeleteIssuer issuer={issuer} />
            </>
          }
        >
          <UsesSection usedBy={issuer.usedBy} />
          <IssuerForm
            key={issuer.id}
            stored={issuer}
            onSubmit={async (input, { version } = issuer) => {
              await replaceOutsideIssuer(id, { ...input, version });
              notifications.show({ message: t('edit.saved') });
            }}
          />
        </Page>
      )}
    </LoadedPage>
  );
}
