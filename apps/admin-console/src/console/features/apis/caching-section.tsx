import type { CachingPolicyInput } from '@gatehouse/dto';
import { NumberInput, Radio, Stack, Switch } from '@mantine/core';
import { Section } from '../../../components/ui/page';
import { PurgeCache } from './purge-cache';
import type { SectionProperties } from './section';

const NEW_CACHING: Required<CachingPolicyInput> = {
  sharing: 'own',
  maxEntryBytes: 1_048_576,
  sendsStatus: true,
};

/** Whether the upstream's answers are kept and given again. */
export function CachingSection({ value, stored, problem, onChange }: SectionProperties) {
  const caching = value.policies?.caching ?? null;
  const set = (next: CachingPolicyInput | null): void =>
    onChange({ policies: { ...value.policies, caching: next } });
  const change = (part: Partial<CachingPolicyInput>): void => set({ ...(caching ?? NEW_CACHING), ...part });
  return (
    <Section
      title="Caching"
      hint="Spares the upstream calls whose answer it has given before. Every call is checked and counted as ever."
    >
      <Stack>
        <Switch
          label="Keep answers and give them again"
          description="Only to GET and HEAD, and only for as long as the upstream says, in Cache-Control or Expires. Never answers that set a cookie or are private."
          checked={caching !== null}
          onChange={(event) => set(event.currentTarget.checked ? NEW_CACHING : null)}
        />
        {caching !== null && (
          <>
            <Radio.Group
              label="Answers to calls with a credential or a cookie"
              description="On public routes, calls without a cookie share their answers always."
              value={caching.sharing ?? 'own'}
              error={problem('policies.caching.sharing')}
              onChange={(sharing) => change({ sharing: sharing === 'shared' ? 'shared' : 'own' })}
            >
              <Stack gap="xs" mt="xs">
                <Radio
                  value="own"
                  label="For the same caller alone"
                  description="Nobody sees what was made for somebody else, whatever the upstream says."
                />
                <Radio
                  value="shared"
                  label="For everybody who may call the route, where the upstream says so"
                  description="With public or s-maxage. Only for an upstream that means it: it is told who calls."
                />
              </Stack>
            </Radio.Group>
            <NumberInput
              label="Largest answer that is kept (bytes)"
              value={caching.maxEntryBytes ?? NEW_CACHING.maxEntryBytes}
              min={1_024}
              max={67_108_864}
              allowDecimal={false}
              thousandSeparator=" "
              error={problem('policies.caching.maxEntryBytes')}
              onChange={(bytes) => typeof bytes === 'number' && change({ maxEntryBytes: bytes })}
            />
            <Switch
              label="Say in each answer what the cache did"
              description="In the header Cache-Status, for whoever wants to know why."
              checked={caching.sendsStatus ?? true}
              onChange={(event) => change({ sendsStatus: event.currentTarget.checked })}
            />
          </>
        )}
        {stored !== undefined && stored.policies.caching !== null && <PurgeCache api={stored} />}
      </Stack>
    </Section>
  );
}
