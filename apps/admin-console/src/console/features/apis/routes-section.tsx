import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { RoutesInput } from './routes-input';
import type { SectionProperties } from './section';

/** What of the API can be called, and by whom. */
export function RoutesSection({ value, problem, onChange }: SectionProperties) {
  const { t } = useTranslation('apis');
  return (
    <Section title={t('routes.title')} hint={t('routes.hint')}>
      <RoutesInput routes={value.routes} problem={problem} onChange={(routes) => onChange({ routes })} />
    </Section>
  );
}
