import type { ApiDetail, OpenApiDetail, OpenApiDifference } from '@gatehouse/dto';
import { Alert, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import i18next from 'i18next';
import { LoadedPage } from '../../../../components/ui/loaded-page';
import { Page, Section } from '../../../../components/ui/page';
import { SubmitForm } from '../../../../components/ui/submit-form';
import { formatBytes, formatDateTime, formatNumber } from '../../../../lib/format';
import { endpoints, pages } from '../../../../lib/paths';
import { useApi } from '../api';
import { DifferenceSections } from './difference-sections';
import { NO_DOCUMENT } from './document-input';
import { type DocumentDraft, DocumentStep } from './document-step';
import { previewUpdate, updateFromOpenApi, useDocument } from './documents';

function CurrentDocument(properties: { readonly id: string; readonly document: OpenApiDetail | null }) {
  const { t } = useTranslation('apis');
  const { id, document } = properties;
  if (document === null) {
    return (
      <Section title={t('update.none.title')}>
        <Text size="sm">{t('update.none.hint')}</Text>
      </Section>
    );
  }
  const { title, documentVersion, format, size, updatedAt } = document;
  return (
    <Section title={t('update.current')}>
      <Text size="sm" mb="sm">
        {t('update.facts', {
          title,
          version: documentVersion,
          format: format === 'json' ? 'JSON' : 'YAML',
          size: formatBytes(size),
          time: formatDateTime(updatedAt),
        })}
      </Text>
      <Button
        component="a"
        href={endpoints.openApiDocument(id)}
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t('update.download')}
      </Button>
    </Section>
  );
}

function describeBreaking({ changes }: OpenApiDifference): string | undefined {
  const count = changes.filter(({ impact }) => impact === 'breaking').length;
  if (count === 0) return undefined;
  return i18next.t('apis:update.breaking', { count, number: formatNumber(count) });
}

interface DifferenceProperties {
  readonly difference: OpenApiDifference;
  readonly onApply: () => Promise<void>;
}

/** The second step: the difference, which is applied as it was shown or not at all. */
function Difference({ difference, onApply }: DifferenceProperties) {
  const { t } = useTranslation('apis');
  const breaking = describeBreaking(difference);
  return (
    <SubmitForm
      submitLabel={breaking === undefined ? t('update.apply') : t('update.applyAnyway')}
      onSubmit={onApply}
    >
      {() => (
        <>
          {breaking !== undefined && (
            <Alert color="orange" variant="light">
              <b>{breaking}</b> {t('update.atOnce')}
            </Alert>
          )}
          <DifferenceSections difference={difference} />
        </>
      )}
    </SubmitForm>
  );
}

function UpdateFromDocument({ api }: { readonly api: ApiDetail }) {
  const { t } = useTranslation('apis');
  const navigate = useNavigate();
  const current = useDocument(api.id);
  const [source, setSource] = useState<DocumentDraft>({ chosen: NO_DOCUMENT, unsaid: 'authenticated' });
  const [difference, setDifference] = useState<OpenApiDifference>();
  const input = { document: source.chosen.text, unsaid: source.unsaid };
  const back = { to: pages.api(api.id), label: api.name };

  if (difference === undefined) {
    return (
      <LoadedPage result={current} title={t('update.title')} back={back}>
        {(document) => (
          <Page title={t('update.titleOf', { name: api.name })} description={t('update.hint')} back={back}>
            <CurrentDocument id={api.id} document={document} />
            <DocumentStep
              draft={source}
              submitLabel={t('update.show')}
              onChange={setSource}
              onSubmit={async () => setDifference(await previewUpdate(api.id, input))}
            />
          </Page>
        )}
      </LoadedPage>
    );
  }
  return (
    <Page
      title={`${difference.title} ${difference.documentVersion}`}
      description={t('update.hintOf', { name: api.name })}
      back={back}
      actions={
        <Button variant="default" onClick={() => setDifference(undefined)}>
          {t('import.another')}
        </Button>
      }
    >
      <Difference
        difference={difference}
        onApply={async () => {
          await updateFromOpenApi(api.id, { ...input, version: difference.version });
          notifications.show({ message: t('update.done') });
          await navigate(pages.api(api.id));
        }}
      />
    </Page>
  );
}

/** Changes an API as a later OpenAPI document says. */
export function UpdateApiPage() {
  const { t } = useTranslation('apis');
  const { id = '' } = useParams();
  const result = useApi(id);
  return (
    <LoadedPage result={result} title={t('update.title')} back={{ to: pages.api(id), label: t('api.title') }}>
      {(api) => <UpdateFromDocument api={api} />}
    </LoadedPage>
  );
}
