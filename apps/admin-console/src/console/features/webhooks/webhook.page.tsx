import type { CreatedWebhook, WebhookDetail } from '@gatehouse/dto';
import { Alert, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { ForOperators } from '../../../components/ui/role';
import { SecretDialog } from '../../../components/ui/secret-dialog';
import { describeProblem } from '../../../lib/form-problems';
import { formatDateTime } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { createWebhook, deleteWebhook, replaceWebhook, rotateSecret, sendTestEvent, useWebhook } from './api';
import { DeliveriesSection } from './deliveries-section';
import { WebhookForm } from './webhook-form';

const useBack = () => {
  const { t } = useTranslation('webhooks');
  return { to: pages.webhooks, label: t('title') };
};

interface SecretProperties {
  readonly created: CreatedWebhook;
  readonly onClose: () => void;
}

function ShownSecret({ created, onClose }: SecretProperties) {
  const { t } = useTranslation('webhooks');
  return (
    <SecretDialog
      title={t('secret.of', { name: created.webhook.name })}
      fields={[{ label: t('secret.label'), value: created.secret }]}
      note={t('secret.note')}
      kept="sealed"
      onClose={onClose}
    />
  );
}

/** Has events sent somewhere, and shows the secret this once. */
export function NewWebhookPage() {
  const { t } = useTranslation('webhooks');
  const navigate = useNavigate();
  const [created, setCreated] = useState<CreatedWebhook>();
  return (
    <Page title={t('new.button')} description={t('description')} back={useBack()}>
      <WebhookForm onSubmit={async (input) => setCreated(await createWebhook(input))} />
      {created !== undefined && (
        <ShownSecret created={created} onClose={() => void navigate(pages.webhook(created.webhook.id))} />
      )}
    </Page>
  );
}

function SecretSection({ webhook }: { readonly webhook: WebhookDetail }) {
  const { t } = useTranslation('webhooks');
  const [isAsking, setAsking] = useState(false);
  const [created, setCreated] = useState<CreatedWebhook>();
  const { previousSecretExpiresAt: end } = webhook;
  return (
    <Section
      title={t('secret.title')}
      hint={end === null ? t('secret.hint') : t('secret.two', { end: formatDateTime(end) })}
    >
      <ForOperators>
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('secret.rotate')}
        </Button>
      </ForOperators>
      {isAsking && (
        <ConfirmDialog
          title={t('secret.rotateTitle')}
          confirmLabel={t('secret.rotate')}
          onConfirm={async () => setCreated(await rotateSecret(webhook.id))}
          onClose={() => setAsking(false)}
        >
          {t('secret.rotateText')}
        </ConfirmDialog>
      )}
      {created !== undefined && <ShownSecret created={created} onClose={() => setCreated(undefined)} />}
    </Section>
  );
}

function Actions({ webhook }: { readonly webhook: WebhookDetail }) {
  const { t } = useTranslation('webhooks');
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);

  async function send(): Promise<void> {
    setBusy(true);
    try {
      await sendTestEvent(webhook.id);
      notifications.show({ message: t('test.sent') });
    } catch (error) {
      notifications.show({ color: 'red', message: describeProblem(error).detail });
    }
    setBusy(false);
  }

  return (
    <>
      <ChangesLink type="webhook" id={webhook.id} />
      <ForOperators>
        <Button
          variant="default"
          loading={isBusy}
          disabled={!webhook.enabled}
          leftSection={<IconSend size={18} aria-hidden />}
          onClick={() => void send()}
        >
          {t('test.button')}
        </Button>
        <Button variant="light" color="red" onClick={() => setAsking(true)}>
          {t('edit.delete')}
        </Button>
      </ForOperators>
      {isAsking && (
        <ConfirmDialog
          title={t('edit.deleteTitle', { name: webhook.name })}
          confirmLabel={t('edit.delete')}
          onConfirm={async () => {
            await deleteWebhook(webhook.id);
            await navigate(pages.webhooks);
          }}
          onClose={() => setAsking(false)}
        >
          {t('edit.deleteText')}
        </ConfirmDialog>
      )}
    </>
  );
}

/** A webhook: what was sent, its secret, and where and what is sent. */
export function EditWebhookPage() {
  const { t } = useTranslation('webhooks');
  const back = useBack();
  const { id = '' } = useParams();
  return (
    <LoadedPage result={useWebhook(id)} title={t('title')} back={back}>
      {(webhook) => (
        <Page
          title={webhook.name}
          description={webhook.url}
          back={back}
          actions={<Actions webhook={webhook} />}
        >
          {webhook.state === 'given-up' && (
            <Alert
              color="red"
              variant="light"
              icon={<IconAlertTriangle aria-hidden />}
              title={t('givenUp.title')}
            >
              {t('givenUp.text', { error: webhook.lastError ?? '' })}
            </Alert>
          )}
          <DeliveriesSection webhookId={id} />
          <SecretSection webhook={webhook} />
          <WebhookForm
            key={webhook.id}
            stored={webhook}
            onSubmit={async (input, { version } = webhook) => {
              await replaceWebhook(id, { ...input, version });
              notifications.show({ message: t('edit.saved') });
            }}
          />
        </Page>
      )}
    </LoadedPage>
  );
}
