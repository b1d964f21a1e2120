import type { ApiDetail, ApiFinding, ApiInput } from '@gatehouse/dto';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import i18next from 'i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { LinkedSections } from '../../../components/ui/linked-sections';
import { SubmitForm } from '../../../components/ui/submit-form';
import { ApiError } from '../../../lib/api-client';
import { useEditing } from '../../../lib/use-editing';
import { checkApi, toSent } from './api';
import { CachingSection } from './caching-section';
import { CallersSection } from './callers-section';
import { CorsSection } from './cors-section';
import { IdentitySection } from './identity-section';
import { LimitsSection } from './limits-section';
import { ContractSection } from './openapi/contract-section';
import { McpSection } from './mcp-section';
import { RoutesSection } from './routes-section';
import type { SectionProperties } from './section';
import { ServiceSection } from './service-section';
import { StreamsSection } from './streams-section';
import { TlsSection } from './tls-section';
import { TransformsSection } from './transforms-section';
import { UpstreamSection } from './upstream-section';
import { WarningsDialog } from './warnings-dialog';

/** In the order of the page. */
const SECTIONS = [
  { id: 'service', Content: ServiceSection },
  { id: 'upstream', Content: UpstreamSection },
  { id: 'tls', Content: TlsSection },
  { id: 'identity', Content: IdentitySection },
  { id: 'routes', Content: RoutesSection },
  { id: 'openapi', Content: ContractSection },
  { id: 'mcp', Content: McpSection },
  { id: 'callers', Content: CallersSection },
  { id: 'limits', Content: LimitsSection },
  { id: 'caching', Content: CachingSection },
  { id: 'cors', Content: CorsSection },
  { id: 'streams', Content: StreamsSection },
  { id: 'transforms', Content: TransformsSection },
] as const satisfies readonly { id: string; Content: ComponentType<SectionProperties> }[];

/** What the form begins with. */
export interface ApiSource {
  readonly initial: ApiInput;
  /** What it changes; left out: nothing yet. */
  readonly stored?: ApiDetail;
}

interface Properties {
  readonly source: ApiSource;
  /** Finds out what is stored by now. */
  readonly reload: () => Promise<ApiSource>;
  readonly submitLabel: string;
  readonly onSubmit: (input: ApiInput, stored: ApiDetail | undefined) => Promise<void>;
}

const FIELDS = [
  'name',
  'description',
  'hosts',
  'basePath',
  'targets',
  'audience',
  'enabled',
  'connectTimeoutMs',
  'responseTimeoutMs',
  'providerId',
  'tls',
  'policies',
  'callers',
  'routes',
] as const;

function useLabels() {
  const { t } = useTranslation('apis');
  return Object.fromEntries(FIELDS.map((field) => [field, t(`fields.${field}`)]));
}

interface Question {
  readonly warnings: readonly ApiFinding[];
  readonly answer: (isWanted: boolean) => void;
}

/** @throws ApiError with what would be refused */
async function listWarnings(input: ApiInput, id: string | undefined): Promise<readonly ApiFinding[]> {
  // What is switched off may be there before its upstream is.
  const connect = input.enabled !== false;
  const { errors, warnings } = await checkApi({ ...input, connect, ...(id !== undefined && { id }) });
  if (errors.length === 0) return warnings;
  throw new ApiError({
    title: i18next.t('ui:problems.invalid-fields.title'),
    status: 400,
    code: 'invalid-fields',
    detail: i18next.t('ui:problems.invalid-fields.detail'),
    errors,
  });
}

const toKey = ({ field, message }: ApiFinding): string => `${field} ${message}`;

/**
 * What may not do what is meant, without what is so already: that was accepted when it was saved.
 * @throws ApiError with what would be refused
 */
async function listNewWarnings(
  input: ApiInput,
  initial: ApiInput,
  id: string | undefined,
): Promise<readonly ApiFinding[]> {
  const warnings = await listWarnings(input, id);
  if (warnings.length === 0 || id === undefined) return warnings;
  // What is stored may have become wrong since; then every warning is new.
  const before = await listWarnings(initial, id).catch(() => []);
  const accepted = new Set(before.map(toKey));
  return warnings.filter((warning) => !accepted.has(toKey(warning)));
}

/** All that can be said of an API, checked, and sent as a whole. */
export function ApiForm({ source, reload, submitLabel, onSubmit }: Properties) {
  const { t } = useTranslation('apis');
  const labels = useLabels();
  const { initial, stored } = source;
  const editing = useEditing<ApiSource, ApiInput>({
    name: `api ${stored?.id ?? 'new'}`,
    record: source,
    toValue: (from) => from.initial,
    reload,
    // Has private keys.
    unkept: ['tls'],
  });
  const { value, change } = editing;
  const [question, setQuestion] = useState<Question>();

  async function submit(): Promise<void> {
    const warnings = await listNewWarnings(toSent(value), toSent(initial), stored?.id);
    if (warnings.length > 0) {
      const isWanted = await new Promise<boolean>((answer) => setQuestion({ warnings, answer }));
      setQuestion(undefined);
      if (!isWanted) return;
    }
    await editing.save((fresh, input) => onSubmit(toSent(input), fresh.stored));
  }

  return (
    <>
      <SubmitForm
        submitLabel={submitLabel}
        onSubmit={submit}
        isReadOnly={stored?.management === 'file'}
        notes={<EditNotes editing={editing} labels={labels} />}
      >
        {(problem) => (
          <LinkedSections
            key={editing.formKey}
            sections={SECTIONS.map(({ id, Content }) => ({
              id,
              title: t(`${id}.title`),
              content: <Content value={value} stored={stored} problem={problem} onChange={change} />,
            }))}
          />
        )}
      </SubmitForm>
      {question !== undefined && (
        <WarningsDialog
          warnings={question.warnings}
          saveLabel={t(stored === undefined ? 'new.anyway' : 'api.saveAnyway')}
          onAnswer={question.answer}
        />
      )}
    </>
  );
}
