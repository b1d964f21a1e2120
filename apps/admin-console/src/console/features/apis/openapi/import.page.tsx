import type { ImportOpenApi, OpenApiPreview, RequestValidationInput } from '@gatehouse/dto';
import { Button, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Page, Section } from '../../../../components/ui/page';
import { SubmitForm } from '../../../../components/ui/submit-form';
import { formatNumber } from '../../../../lib/format';
import { pages } from '../../../../lib/paths';
import classes from '../routes-input.module.css';
import { NO_DOCUMENT } from './document-input';
import { type DocumentDraft, DocumentStep } from './document-step';
import { importApi, previewImport } from './documents';
import { NotesSection, RouteTable, ScopesSection } from './findings';
import { ValidationFields } from './validation-fields';
import { SAMPLES } from '../samples';

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
  const { t } = useTranslation('apis');
  return (
    <Section title={t('import.api')} hint={t('import.apiHint')}>
      <Stack>
        <div className={classes.route}>
          <TextInput
            label={t('service.name.label')}
            description={t('service.name.hint')}
            required
            maxLength={100}
            value={draft.name}
            error={problem('name')}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t('service.basePath.label')}
            description={t('service.basePath.hint')}
            required
            spellCheck={false}
            value={draft.basePath}
            error={problem('basePath')}
            onChange={(event) => onChange({ basePath: event.currentTarget.value.trim() })}
          />
          <TextInput
            label={t('upstream.url.label')}
            description={t('import.upstreamHint')}
            placeholder={SAMPLES.upstream}
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
  const { t } = useTranslation('apis');
  const [draft, setDraft] = useState(() => toDraft(preview));
  const { routes, scopes, notes } = preview;
  return (
    <SubmitForm
      submitLabel={t('import.create')}
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
            title={t('import.routes', { count: routes.length, number: formatNumber(routes.length) })}
            hint={t('import.routesHint')}
          >
            <RouteTable label={t('import.routesLabel')} routes={routes} />
          </Section>
          <ScopesSection scopes={scopes} />
        </>
      )}
    </SubmitForm>
  );
}

/** Makes an API from an OpenAPI document. */
export function ImportApiPage() {
  const { t } = useTranslation('apis');
  const navigate = useNavigate();
  const back = { to: pages.apis, label: t('list.title') };
  const [source, setSource] = useState<DocumentDraft>({ chosen: NO_DOCUMENT, unsaid: 'authenticated' });
  const [preview, setPreview] = useState<OpenApiPreview>();
  const input = { document: source.chosen.text, unsaid: source.unsaid };

  if (preview === undefined) {
    return (
      <Page title={t('import.title')} description={t('import.hint')} back={back}>
        <DocumentStep
          draft={source}
          submitLabel={t('import.look')}
          onChange={setSource}
          onSubmit={async () => setPreview(await previewImport(input))}
        />
      </Page>
    );
  }
  return (
    <Page
      title={t('import.titleOf', { title: preview.title })}
      description={t('import.hintOf', { version: preview.documentVersion })}
      back={back}
      actions={
        <Button variant="default" onClick={() => setPreview(undefined)}>
          {t('import.another')}
        </Button>
      }
    >
      <ImportPreview
        preview={preview}
        onImport={async (chosen) => {
          const api = await importApi({ ...input, ...chosen });
          notifications.show({ message: t('import.done') });
          await navigate(pages.api(api.id));
        }}
      />
    </Page>
  );
}
