import type { ImportOpenApi, OpenApiPreview, RequestValidationInput } from '@gatehouse/dto';
import { Button, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Page, Section } from '../../../../components/ui/page';
import { SubmitForm } from '../../../../components/ui/submit-form';
import { pages } from '../../../../lib/paths';
import classes from '../routes-input.module.css';
import { NO_DOCUMENT } from './document-input';
import { type DocumentDraft, DocumentStep } from './document-step';
import { importApi, previewImport } from './documents';
import { NotesSection, RouteTable, ScopesSection } from './findings';
import { ValidationFields } from './validation-fields';

const BACK = { to: pages.apis, label: 'APIs' };

interface Draft {
  readonly name: string;
  readonly basePath: string;
  readonly upstream: string;
  readonly requestValidation: RequestValidationInput | null;
}

const toDraft = ({ name, basePath, targets }: OpenApiPreview): Draft => ({
  name,
  basePath,
  upstream: targets[0]?.url ?? '',
  requestValidation: null,
});

interface FieldsProperties {
  readonly draft: Draft;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
}

function ApiFields({ draft, problem, onChange }: FieldsProperties) {
  return (
    <Section title="The API" hint="All else can be changed once it is there.">
      <Stack>
        <div className={classes.route}>
          <TextInput
            label="Name"
            description="For operators and client developers."
            required
            maxLength={100}
            value={draft.name}
            error={problem('name')}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Base path"
            description="Where callers find it at the gateway."
            required
            spellCheck={false}
            value={draft.basePath}
            error={problem('basePath')}
            onChange={(event) => onChange({ basePath: event.currentTarget.value.trim() })}
          />
          <TextInput
            label="Upstream"
            description="Where the service is."
            placeholder="http://"
            required
            type="url"
            spellCheck={false}
            value={draft.upstream}
            error={problem('targets')}
            onChange={(event) => onChange({ upstream: event.currentTarget.value.trim() })}
          />
        </div>
        <ValidationFields
          value={draft.requestValidation}
          problem={(field) => problem(field === '' ? 'requestValidation' : `requestValidation.${field}`)}
          onChange={(requestValidation) => onChange({ requestValidation })}
        />
      </Stack>
    </Section>
  );
}

interface PreviewProperties {
  readonly preview: OpenApiPreview;
  readonly onImport: (chosen: Omit<ImportOpenApi, 'document' | 'unsaid'>) => Promise<void>;
}

/** The second step: what comes of the document, and what an operator says besides. */
function ImportPreview({ preview, onImport }: PreviewProperties) {
  const [draft, setDraft] = useState(() => toDraft(preview));
  const { routes, scopes, notes } = preview;
  return (
    <SubmitForm
      submitLabel="Create API"
      onSubmit={() => {
        const { upstream, ...rest } = draft;
        return onImport({ ...rest, targets: [{ url: upstream }] });
      }}
    >
      {(problem) => (
        <>
          <ApiFields
            draft={draft}
            problem={problem}
            onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
          />
          <NotesSection notes={notes} />
          <Section
            title={routes.length === 1 ? '1 route' : `${routes.length} routes`}
            hint="In this order: the first that matches decides."
          >
            <RouteTable label="Routes" routes={routes} />
          </Section>
          <ScopesSection scopes={scopes} />
        </>
      )}
    </SubmitForm>
  );
}

/** Makes an API from an OpenAPI document. */
export function ImportApiPage() {
  const navigate = useNavigate();
  const [source, setSource] = useState<DocumentDraft>({ chosen: NO_DOCUMENT, unsaid: 'authenticated' });
  const [preview, setPreview] = useState<OpenApiPreview>();
  const input = { document: source.chosen.text, unsaid: source.unsaid };

  if (preview === undefined) {
    return (
      <Page
        title="Import from OpenAPI"
        description="Routes, scopes and the words of the consent page come from the document."
        back={BACK}
      >
        <DocumentStep
          draft={source}
          submitLabel="Look at it"
          onChange={setSource}
          onSubmit={async () => setPreview(await previewImport(input))}
        />
      </Page>
    );
  }
  return (
    <Page
      title={`Import ${preview.title}`}
      description={`Version ${preview.documentVersion}. Nothing has been changed yet.`}
      back={BACK}
      actions={
        <Button variant="default" onClick={() => setPreview(undefined)}>
          Another document
        </Button>
      }
    >
      <ImportPreview
        preview={preview}
        onImport={async (chosen) => {
          const api = await importApi({ ...input, ...chosen });
          notifications.show({ message: 'Published, and in force' });
          await navigate(pages.api(api.id));
        }}
      />
    </Page>
  );
}
