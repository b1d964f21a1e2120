import type { ApiDetail, ApiFinding, ApiInput } from '@gatehouse/dto';
import { type ComponentType, useState } from 'react';
import { LinkedSections } from '../../../components/ui/linked-sections';
import { SubmitForm } from '../../../components/ui/submit-form';
import { ApiError } from '../../../lib/api-client';
import { checkApi, toSent } from './api';
import { CachingSection } from './caching-section';
import { CallersSection } from './callers-section';
import { CorsSection } from './cors-section';
import { IdentitySection } from './identity-section';
import { LimitsSection } from './limits-section';
import { ContractSection } from './openapi/contract-section';
import { RoutesSection } from './routes-section';
import type { SectionProperties } from './section';
import { ServiceSection } from './service-section';
import { StreamsSection } from './streams-section';
import { TlsSection } from './tls-section';
import { TransformsSection } from './transforms-section';
import { UpstreamSection } from './upstream-section';
import { WarningsDialog } from './warnings-dialog';

/** In the order of the page. */
const SECTIONS: readonly { readonly title: string; readonly Content: ComponentType<SectionProperties> }[] = [
  { title: 'The service', Content: ServiceSection },
  { title: 'The upstream', Content: UpstreamSection },
  { title: 'Upstream TLS', Content: TlsSection },
  { title: 'Upstream identity', Content: IdentitySection },
  { title: 'Routes', Content: RoutesSection },
  { title: 'OpenAPI', Content: ContractSection },
  { title: 'Callers', Content: CallersSection },
  { title: 'Limits', Content: LimitsSection },
  { title: 'Caching', Content: CachingSection },
  { title: 'Browsers', Content: CorsSection },
  { title: 'Streams', Content: StreamsSection },
  { title: 'Transforms', Content: TransformsSection },
];

interface Properties {
  readonly initial: ApiInput;
  /** What it changes; left out: nothing yet. */
  readonly stored?: ApiDetail;
  readonly submitLabel: string;
  readonly onSubmit: (input: ApiInput) => Promise<void>;
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
    title: 'Not valid',
    status: 400,
    detail: 'Some fields cannot be accepted.',
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
export function ApiForm({ initial, stored, submitLabel, onSubmit }: Properties) {
  const [value, setValue] = useState<ApiInput>(initial);
  const [question, setQuestion] = useState<Question>();
  const onChange = (part: Partial<ApiInput>): void => setValue((before) => ({ ...before, ...part }));

  async function submit(): Promise<void> {
    const input = toSent(value);
    const warnings = await listNewWarnings(input, toSent(initial), stored?.id);
    if (warnings.length > 0) {
      const isWanted = await new Promise<boolean>((answer) => setQuestion({ warnings, answer }));
      setQuestion(undefined);
      if (!isWanted) return;
    }
    await onSubmit(input);
  }

  return (
    <>
      <SubmitForm submitLabel={submitLabel} onSubmit={submit} isReadOnly={stored?.management === 'file'}>
        {(problem) => (
          <LinkedSections
            sections={SECTIONS.map(({ title, Content }) => ({
              title,
              content: <Content value={value} stored={stored} problem={problem} onChange={onChange} />,
            }))}
          />
        )}
      </SubmitForm>
      {question !== undefined && (
        <WarningsDialog
          warnings={question.warnings}
          saveLabel={`${submitLabel} anyway`}
          onAnswer={question.answer}
        />
      )}
    </>
  );
}
