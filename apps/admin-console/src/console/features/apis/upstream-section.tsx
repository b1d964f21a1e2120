import { Section } from '../../../components/ui/page';
import type { SectionProperties } from './section';
import { UpstreamInput } from './upstream-input';

/** Where the service behind the API is. */
export function UpstreamSection({ value, problem, onChange }: SectionProperties) {
  return (
    <Section title="The upstream" hint="How the gateway reaches the service behind it.">
      <UpstreamInput value={value} problem={problem} onChange={onChange} />
    </Section>
  );
}
