import { Section } from '../../../components/ui/page';
import { RoutesInput } from './routes-input';
import type { SectionProperties } from './section';

/** What of the API can be called, and by whom. */
export function RoutesSection({ value, problem, onChange }: SectionProperties) {
  return (
    <Section
      title="Routes"
      hint="In order: the first that matches decides. What no route matches is not found."
    >
      <RoutesInput routes={value.routes} problem={problem} onChange={(routes) => onChange({ routes })} />
    </Section>
  );
}
