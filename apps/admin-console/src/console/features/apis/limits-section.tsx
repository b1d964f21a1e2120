import type { ApiPoliciesInput } from '@gatehouse/dto';
import { NumberInput, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LimitsInput } from '../../../components/ui/limits-input';
import { Section } from '../../../components/ui/page';
import { QuotaUses } from '../../../components/ui/quota-uses';
import classes from './routes-input.module.css';
import type { SectionProperties } from './section';

const LISTS = ['total', 'perApplication', 'perUser', 'perAddress'] as const;

/** How many calls the API takes, how large, and how many at once. */
export function LimitsSection({ value, stored, problem, onChange }: SectionProperties) {
  const { t } = useTranslation('apis');
  const policies = value.policies ?? {};
  const limits = policies.limits ?? {};
  const change = (part: Partial<ApiPoliciesInput>): void => onChange({ policies: { ...policies, ...part } });
  const maxBodyBytes = policies.maxBodyBytes === undefined ? 104_857_600 : policies.maxBodyBytes;
  return (
    <Section title={t('limits.title')} hint={t('limits.hint')}>
      <Stack>
        {LISTS.map((list) => (
          <LimitsInput
            key={list}
            label={t(`limits.${list}.label`)}
            description={t(`limits.${list}.hint`)}
            limits={limits[list] ?? []}
            error={problem(`policies.limits.${list}`)}
            onChange={(changed) => change({ limits: { ...limits, [list]: changed } })}
          />
        ))}
        <div className={classes.route}>
          <NumberInput
            label={t('limits.content.label')}
            description={t('limits.content.hint')}
            value={maxBodyBytes ?? ''}
            min={0}
            allowDecimal={false}
            thousandSeparator=" "
            error={problem('policies.maxBodyBytes')}
            onChange={(bytes) => change({ maxBodyBytes: typeof bytes === 'number' ? bytes : null })}
          />
          <NumberInput
            label={t('limits.pending.label')}
            description={t('limits.pending.hint')}
            value={policies.maxPendingCalls ?? ''}
            min={1}
            allowDecimal={false}
            thousandSeparator=" "
            error={problem('policies.maxPendingCalls')}
            onChange={(calls) => change({ maxPendingCalls: typeof calls === 'number' ? calls : null })}
          />
        </div>
        {stored?.policies.limits != null && <QuotaUses of={{ apiId: stored.id }} />}
      </Stack>
    </Section>
  );
}
