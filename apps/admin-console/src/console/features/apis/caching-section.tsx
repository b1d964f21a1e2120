import type { CachingPolicyInput } from '@gatehouse/dto';
import { NumberInput, Radio, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
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
  const { t } = useTranslation('apis');
  const caching = value.policies?.caching ?? null;
  const set = (next: CachingPolicyInput | null): void =>
    onChange({ policies: { ...value.policies, caching: next } });
  const change = (part: Partial<CachingPolicyInput>): void => set({ ...(caching ?? NEW_CACHING), ...part });
  return (
    <Section title={t('caching.title')} hint={t('caching.hint')}>
      <Stack>
        <Switch
          label={t('caching.keep.label')}
          description={t('caching.keep.hint')}
          checked={caching !== null}
          onChange={(event) => set(event.currentTarget.checked ? NEW_CACHING : null)}
        />
        {caching !== null && (
          <>
            <Radio.Group
              label={t('caching.sharing.label')}
              description={t('caching.sharing.hint')}
              value={caching.sharing ?? 'own'}
              error={problem('policies.caching.sharing')}
              onChange={(sharing) => change({ sharing: sharing === 'shared' ? 'shared' : 'own' })}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="own" label={t('caching.own.label')} description={t('caching.own.hint')} />
                <Radio
                  value="shared"
                  label={t('caching.shared.label')}
                  description={t('caching.shared.hint')}
                />
              </Stack>
            </Radio.Group>
            <NumberInput
              label={t('caching.bytes')}
              value={caching.maxEntryBytes ?? NEW_CACHING.maxEntryBytes}
              min={1_024}
              max={67_108_864}
              allowDecimal={false}
              thousandSeparator=" "
              error={problem('policies.caching.maxEntryBytes')}
              onChange={(bytes) => typeof bytes === 'number' && change({ maxEntryBytes: bytes })}
            />
            <Switch
              label={t('caching.status.label')}
              description={t('caching.status.hint')}
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
