import type { CorsPolicyInput } from '@gatehouse/dto';
import { NumberInput, Stack, Switch, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import type { SectionProperties } from './section';

const NEW_CORS: CorsPolicyInput = {
  origins: [],
  applicationOrigins: true,
  allowsCredentials: false,
  exposedHeaders: [],
  maxAgeSeconds: 600,
};

/** Which pages in browsers may call the API from another origin. */
export function CorsSection({ value, problem, onChange }: SectionProperties) {
  const { t } = useTranslation('apis');
  const cors = value.policies?.cors ?? null;
  const set = (next: CorsPolicyInput | null): void =>
    onChange({ policies: { ...value.policies, cors: next } });
  const change = (part: Partial<CorsPolicyInput>): void => set({ ...(cors ?? NEW_CORS), ...part });
  return (
    <Section title={t('cors.title')} hint={t('cors.hint')}>
      <Stack>
        <Switch
          label={t('cors.on.label')}
          description={t('cors.on.hint')}
          checked={cors !== null}
          onChange={(event) => set(event.currentTarget.checked ? NEW_CORS : null)}
        />
        {cors !== null && (
          <>
            <TagsInput
              label={t('cors.origins.label')}
              description={t('cors.origins.hint')}
              value={cors.origins}
              error={problem('policies.cors.origins')}
              onChange={(origins) => change({ origins })}
            />
            <Switch
              label={t('cors.applications.label')}
              description={t('cors.applications.hint')}
              checked={cors.applicationOrigins ?? false}
              onChange={(event) => change({ applicationOrigins: event.currentTarget.checked })}
            />
            <Switch
              label={t('cors.cookies')}
              checked={cors.allowsCredentials ?? false}
              error={problem('policies.cors.allowsCredentials')}
              onChange={(event) => change({ allowsCredentials: event.currentTarget.checked })}
            />
            <TagsInput
              label={t('cors.headers.label')}
              description={t('cors.headers.hint')}
              value={cors.exposedHeaders ?? []}
              error={problem('policies.cors.exposedHeaders')}
              onChange={(exposedHeaders) => change({ exposedHeaders })}
            />
            <NumberInput
              label={t('cors.maxAge')}
              value={cors.maxAgeSeconds ?? 600}
              min={0}
              max={86_400}
              allowDecimal={false}
              error={problem('policies.cors.maxAgeSeconds')}
              onChange={(seconds) => typeof seconds === 'number' && change({ maxAgeSeconds: seconds })}
            />
          </>
        )}
      </Stack>
    </Section>
  );
}
