import type { ApiInput } from '@gatehouse/dto';
import { type ComponentType, useState } from 'react';
import { LinkedSections } from '../../../components/ui/linked-sections';
import { SubmitForm } from '../../../components/ui/submit-form';
import { CallersSection } from './callers-section';
import { CorsSection } from './cors-section';
import { LimitsSection } from './limits-section';
import { RoutesSection } from './routes-section';
import type { SectionProperties } from './section';
import { ServiceSection } from './service-section';
import { StreamsSection } from './streams-section';
import { UpstreamSection } from './upstream-section';

/** In the order of the page. */
const SECTIONS: readonly { readonly title: string; readonly Content: ComponentType<SectionProperties> }[] = [
  { title: 'The service', Content: ServiceSection },
  { title: 'The upstream', Content: UpstreamSection },
  { title: 'Routes', Content: RoutesSection },
  { title: 'Callers', Content: CallersSection },
  { title: 'Limits', Content: LimitsSection },
  { title: 'Browsers', Content: CorsSection },
  { title: 'Streams', Content: StreamsSection },
];

interface Properties {
  readonly initial: ApiInput;
  readonly submitLabel: string;
  readonly onSubmit: (input: ApiInput) => Promise<void>;
}

/** All that can be said of an API, sent as a whole. */
export function ApiForm({ initial, submitLabel, onSubmit }: Properties) {
  const [value, setValue] = useState<ApiInput>(initial);
  const onChange = (part: Partial<ApiInput>): void => setValue((before) => ({ ...before, ...part }));
  return (
    <SubmitForm submitLabel={submitLabel} onSubmit={() => onSubmit(value)}>
      {(problem) => (
        <LinkedSections
          sections={SECTIONS.map(({ title, Content }) => ({
            title,
            content: <Content value={value} problem={problem} onChange={onChange} />,
          }))}
        />
      )}
    </SubmitForm>
  );
}
