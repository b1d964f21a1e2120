import type {
  ApiInput,
  ApiPoliciesInput,
  CircuitBreakerInput,
  HealthCheckInput,
  TargetInput,
} from '@gatehouse/dto';
import { ActionIcon, Button, Group, MultiSelect, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './routes-input.module.css';

interface NumberFieldProperties {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly error: string | undefined;
  readonly onChange: (value: number) => void;
}

function NumberField({ onChange, ...field }: NumberFieldProperties) {
  return (
    <NumberInput
      {...field}
      allowDecimal={false}
      onChange={(value) => typeof value === 'number' && onChange(value)}
    />
  );
}

type Problem = (field: string) => string | undefined;

interface TargetsProperties {
  readonly targets: readonly TargetInput[];
  readonly problem: Problem;
  readonly onChange: (targets: TargetInput[]) => void;
}

function TargetsInput({ targets, problem, onChange }: TargetsProperties) {
  const { t } = useTranslation('apis');
  const change = (index: number, part: Partial<TargetInput>): void =>
    onChange(targets.map((target, at) => (at === index ? { ...target, ...part } : target)));
  const isAlone = targets.length === 1;
  return (
    <Stack gap="xs">
      {targets.map((target, index) => (
        <div
          key={index}
          className={classes.target}
          role="group"
          aria-label={t('upstream.target', { number: index + 1 })}
        >
          <TextInput
            label={isAlone ? t('upstream.url.label') : t('upstream.target', { number: index + 1 })}
            description={index === 0 ? t('upstream.url.hint') : undefined}
            required
            value={target.url}
            error={problem(`targets.${index}.url`)}
            spellCheck={false}
            onChange={(event) => change(index, { url: event.currentTarget.value.trim() })}
          />
          {!isAlone && (
            <>
              <NumberField
                label={t('upstream.weight')}
                value={target.weight ?? 1}
                min={1}
                max={1000}
                error={problem(`targets.${index}.weight`)}
                onChange={(weight) => change(index, { weight })}
              />
              <ActionIcon
                variant="subtle"
                color="red"
                size="lg"
                aria-label={t('upstream.remove', { number: index + 1 })}
                onClick={() => onChange(targets.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </>
          )}
        </div>
      ))}
      <Group>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...targets, { url: 'http://', weight: 1 }])}
        >
          {t('upstream.add')}
        </Button>
      </Group>
    </Stack>
  );
}

const SERVER_ERRORS = Array.from({ length: 100 }, (_, index) => String(500 + index));
const NEW_BREAKER: CircuitBreakerInput = { failures: 5, openSeconds: 5, failureStatuses: [] };
const NEW_CHECK: Required<HealthCheckInput> = {
  path: '/health',
  intervalSeconds: 10,
  timeoutMs: 2_000,
  healthyAfter: 1,
  unhealthyAfter: 2,
};

interface PoliciesProperties {
  readonly policies: ApiPoliciesInput;
  readonly problem: Problem;
  readonly onChange: (part: Partial<ApiPoliciesInput>) => void;
}

function CircuitBreakerFields({ policies, problem, onChange }: PoliciesProperties) {
  const { t } = useTranslation('apis');
  const breaker = policies.circuitBreaker === undefined ? NEW_BREAKER : policies.circuitBreaker;
  const change = (part: Partial<CircuitBreakerInput>): void =>
    onChange({ circuitBreaker: { ...(breaker ?? NEW_BREAKER), ...part } });
  return (
    <>
      <Switch
        label={t('upstream.breaker.label')}
        description={t('upstream.breaker.hint')}
        checked={breaker !== null}
        onChange={(event) => onChange({ circuitBreaker: event.currentTarget.checked ? NEW_BREAKER : null })}
      />
      {breaker !== null && (
        <div className={classes.route}>
          <NumberField
            label={t('upstream.breaker.failures')}
            value={breaker.failures}
            min={1}
            max={1000}
            error={problem('policies.circuitBreaker.failures')}
            onChange={(failures) => change({ failures })}
          />
          <NumberField
            label={t('upstream.breaker.open')}
            value={breaker.openSeconds}
            min={1}
            max={3600}
            error={problem('policies.circuitBreaker.openSeconds')}
            onChange={(openSeconds) => change({ openSeconds })}
          />
          <MultiSelect
            label={t('upstream.breaker.statuses')}
            placeholder={(breaker.failureStatuses ?? []).length === 0 ? t('upstream.breaker.none') : ''}
            data={SERVER_ERRORS}
            value={(breaker.failureStatuses ?? []).map(String)}
            searchable
            error={problem('policies.circuitBreaker.failureStatuses')}
            onChange={(statuses) => change({ failureStatuses: statuses.map(Number) })}
          />
        </div>
      )}
    </>
  );
}

function HealthCheckFields({ policies, problem, onChange }: PoliciesProperties) {
  const { t } = useTranslation('apis');
  const check = policies.healthCheck ?? null;
  const change = (part: Partial<HealthCheckInput>): void =>
    onChange({ healthCheck: { ...(check ?? NEW_CHECK), ...part } });
  return (
    <>
      <Switch
        label={t('upstream.check.label')}
        description={t('upstream.check.hint')}
        checked={check !== null}
        onChange={(event) => onChange({ healthCheck: event.currentTarget.checked ? NEW_CHECK : null })}
      />
      {check !== null && (
        <div className={classes.route}>
          <TextInput
            label={t('upstream.check.path')}
            required
            value={check.path}
            error={problem('policies.healthCheck.path')}
            spellCheck={false}
            onChange={(event) => change({ path: event.currentTarget.value.trim() })}
          />
          <NumberField
            label={t('upstream.check.every')}
            value={check.intervalSeconds ?? NEW_CHECK.intervalSeconds}
            min={1}
            max={3600}
            error={problem('policies.healthCheck.intervalSeconds')}
            onChange={(intervalSeconds) => change({ intervalSeconds })}
          />
          <NumberField
            label={t('upstream.check.waits')}
            value={check.timeoutMs ?? NEW_CHECK.timeoutMs}
            min={50}
            max={60_000}
            error={problem('policies.healthCheck.timeoutMs')}
            onChange={(timeoutMs) => change({ timeoutMs })}
          />
          <NumberField
            label={t('upstream.check.unhealthy')}
            value={check.unhealthyAfter ?? NEW_CHECK.unhealthyAfter}
            min={1}
            max={100}
            error={problem('policies.healthCheck.unhealthyAfter')}
            onChange={(unhealthyAfter) => change({ unhealthyAfter })}
          />
          <NumberField
            label={t('upstream.check.healthy')}
            value={check.healthyAfter ?? NEW_CHECK.healthyAfter}
            min={1}
            max={100}
            error={problem('policies.healthCheck.healthyAfter')}
            onChange={(healthyAfter) => change({ healthyAfter })}
          />
        </div>
      )}
    </>
  );
}

interface Properties {
  readonly value: ApiInput;
  readonly problem: Problem;
  readonly onChange: (part: Partial<ApiInput>) => void;
}

/** Where the service is, and how the gateway gets along with it. */
export function UpstreamInput({ value, problem, onChange }: Properties) {
  const { t } = useTranslation('apis');
  const policies = value.policies ?? {};
  const changePolicies = (part: Partial<ApiPoliciesInput>): void =>
    onChange({ policies: { ...policies, ...part } });
  return (
    <Stack>
      <TargetsInput targets={value.targets} problem={problem} onChange={(targets) => onChange({ targets })} />
      <div className={classes.route}>
        <NumberField
          label={t('upstream.connects')}
          value={value.connectTimeoutMs ?? 5_000}
          min={50}
          max={60_000}
          error={problem('connectTimeoutMs')}
          onChange={(connectTimeoutMs) => onChange({ connectTimeoutMs })}
        />
        <NumberField
          label={t('upstream.answers')}
          value={value.responseTimeoutMs ?? 30_000}
          min={50}
          max={600_000}
          error={problem('responseTimeoutMs')}
          onChange={(responseTimeoutMs) => onChange({ responseTimeoutMs })}
        />
        {value.targets.length > 1 && (
          <NumberField
            label={t('upstream.retries')}
            value={policies.retries ?? 1}
            min={0}
            max={10}
            error={problem('policies.retries')}
            onChange={(retries) => changePolicies({ retries })}
          />
        )}
      </div>
      <CircuitBreakerFields policies={policies} problem={problem} onChange={changePolicies} />
      <HealthCheckFields policies={policies} problem={problem} onChange={changePolicies} />
    </Stack>
  );
}
