import type { CorsPolicyInput } from '@gatehouse/dto';
import { NumberInput, Stack, Switch, TagsInput } from '@mantine/core';
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
  const cors = value.policies?.cors ?? null;
  const set = (next: CorsPolicyInput | null): void =>
    onChange({ policies: { ...value.policies, cors: next } });
  const change = (part: Partial<CorsPolicyInput>): void => set({ ...(cors ?? NEW_CORS), ...part });
  return (
    <Section title="Browsers" hint="Pages of other origins may call an API only where it says so (CORS).">
      <Stack>
        <Switch
          label="Let pages of other origins call"
          description="The gateway answers preflights, and takes the upstream's own words about origins off."
          checked={cors !== null}
          onChange={(event) => set(event.currentTarget.checked ? NEW_CORS : null)}
        />
        {cors !== null && (
          <>
            <TagsInput
              label="Origins"
              description="Such as https://app.example, or * for every one. Press Enter after each."
              value={cors.origins}
              error={problem('policies.cors.origins')}
              onChange={(origins) => change({ origins })}
            />
            <Switch
              label="And those of applications that may call"
              description="As they are registered on the application's page."
              checked={cors.applicationOrigins ?? false}
              onChange={(event) => change({ applicationOrigins: event.currentTarget.checked })}
            />
            <Switch
              label="With cookies"
              checked={cors.allowsCredentials ?? false}
              error={problem('policies.cors.allowsCredentials')}
              onChange={(event) => change({ allowsCredentials: event.currentTarget.checked })}
            />
            <TagsInput
              label="Headers that pages may read"
              description="Besides what they always may, and what the gateway itself says."
              value={cors.exposedHeaders ?? []}
              error={problem('policies.cors.exposedHeaders')}
              onChange={(exposedHeaders) => change({ exposedHeaders })}
            />
            <NumberInput
              label="Browsers remember the answer for (s)"
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
