import type { ApiPoliciesInput } from '@gatehouse/dto';
import { NumberInput, Stack } from '@mantine/core';
import { LimitsInput } from '../../../components/ui/limits-input';
import { Section } from '../../../components/ui/page';
import { QuotaUses } from '../../../components/ui/quota-uses';
import classes from './routes-input.module.css';
import type { SectionProperties } from './section';

const LISTS = [
  ['total', 'All callers together', 'What the service bears.'],
  ['perApplication', 'Each application', 'An application can have its own in place of this.'],
  ['perUser', 'Each user', 'Through whichever application.'],
  ['perAddress', 'Each address', 'Of calls that no application answers for, as on public routes.'],
] as const;

/** How many calls the API takes, how large, and how many at once. */
export function LimitsSection({ value, stored, problem, onChange }: SectionProperties) {
  const policies = value.policies ?? {};
  const limits = policies.limits ?? {};
  const change = (part: Partial<ApiPoliciesInput>): void => onChange({ policies: { ...policies, ...part } });
  const maxBodyBytes = policies.maxBodyBytes === undefined ? 104_857_600 : policies.maxBodyBytes;
  return (
    <Section title="Limits" hint="Calls beyond them are answered with 429, and told when to come again.">
      <Stack>
        {LISTS.map(([list, label, description]) => (
          <LimitsInput
            key={list}
            label={label}
            description={description}
            limits={limits[list] ?? []}
            error={problem(`policies.limits.${list}`)}
            onChange={(changed) => change({ limits: { ...limits, [list]: changed } })}
          />
        ))}
        <div className={classes.route}>
          <NumberInput
            label="Content of a request (bytes)"
            description="At most. Empty: any size."
            value={maxBodyBytes ?? ''}
            min={0}
            allowDecimal={false}
            thousandSeparator=" "
            error={problem('policies.maxBodyBytes')}
            onChange={(bytes) => change({ maxBodyBytes: typeof bytes === 'number' ? bytes : null })}
          />
          <NumberInput
            label="Calls at once"
            description="On each node. Empty: any number."
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
