import type { ApiDetail, OpenApiDetail, OpenApiDifference } from '@gatehouse/dto';
import { Alert, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { LoadedPage } from '../../../../components/ui/loaded-page';
import { Page, Section } from '../../../../components/ui/page';
import { SubmitForm } from '../../../../components/ui/submit-form';
import { formatBytes, formatDateTime } from '../../../../lib/format';
import { endpoints, pages } from '../../../../lib/paths';
import { useApi } from '../api';
import { DifferenceSections } from './difference-sections';
import { NO_DOCUMENT } from './document-input';
import { type DocumentDraft, DocumentStep } from './document-step';
import { previewUpdate, updateFromOpenApi, useDocument } from './documents';

function CurrentDocument(properties: { readonly id: string; readonly document: OpenApiDetail | null }) {
  const { id, document } = properties;
  if (document === null) {
    return (
      <Section title="No document yet">
        <Text size="sm">
          The routes were written here. What a document has of them is compared first; the others stay.
        </Text>
      </Section>
    );
  }
  const { title, documentVersion, format, size, updatedAt } = document;
  return (
    <Section title="The document of now">
      <Text size="sm" mb="sm">
        {title} {documentVersion}: {format === 'json' ? 'JSON' : 'YAML'}, {formatBytes(size)}, uploaded{' '}
        {formatDateTime(updatedAt)}.
      </Text>
      <Button
        component="a"
        href={endpoints.openApiDocument(id)}
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        Download
      </Button>
    </Section>
  );
}

function describeBreaking({ changes }: OpenApiDifference): string | undefined {
  const count = changes.filter(({ impact }) => impact === 'breaking').length;
  if (count === 0) return undefined;
  return count === 1 ? 'One change breaks callers.' : `${count} changes break callers.`;
}

interface DifferenceProperties {
  readonly difference: OpenApiDifference;
  readonly onApply: () => Promise<void>;
}

/** The second step: the difference, which is applied as it was shown or not at all. */
function Difference({ difference, onApply }: DifferenceProperties) {
  const breaking = describeBreaking(difference);
  return (
    <SubmitForm submitLabel={breaking === undefined ? 'Apply' : 'Apply all the same'} onSubmit={onApply}>
      {() => (
        <>
          {breaking !== undefined && (
            <Alert color="orange" variant="light">
              <b>{breaking}</b> What is applied is in force on every node at once.
            </Alert>
          )}
          <DifferenceSections difference={difference} />
        </>
      )}
    </SubmitForm>
  );
}

function UpdateFromDocument({ api }: { readonly api: ApiDetail }) {
  const navigate = useNavigate();
  const current = useDocument(api.id);
  const [source, setSource] = useState<DocumentDraft>({ chosen: NO_DOCUMENT, unsaid: 'authenticated' });
  const [difference, setDifference] = useState<OpenApiDifference>();
  const input = { document: source.chosen.text, unsaid: source.unsaid };
  const back = { to: pages.api(api.id), label: api.name };

  if (difference === undefined) {
    return (
      <LoadedPage result={current} title="Update from OpenAPI" back={back}>
        {(document) => (
          <Page
            title={`Update ${api.name} from OpenAPI`}
            description="The difference is shown before anything is changed."
            back={back}
          >
            <CurrentDocument id={api.id} document={document} />
            <DocumentStep
              draft={source}
              submitLabel="Show the difference"
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
      description={`What it changes about ${api.name}. Nothing has been changed yet.`}
      back={back}
      actions={
        <Button variant="default" onClick={() => setDifference(undefined)}>
          Another document
        </Button>
      }
    >
      <Difference
        difference={difference}
        onApply={async () => {
          await updateFromOpenApi(api.id, { ...input, version: difference.version });
          notifications.show({ message: 'Applied, and in force' });
          await navigate(pages.api(api.id));
        }}
      />
    </Page>
  );
}

/** Changes an API as a later OpenAPI document says. */
export function UpdateApiPage() {
  const { id = '' } = useParams();
  const result = useApi(id);
  return (
    <LoadedPage result={result} title="Update from OpenAPI" back={{ to: pages.api(id), label: 'API' }}>
      {(api) => <UpdateFromDocument api={api} />}
    </LoadedPage>
  );
}
