import type { McpPolicyInput, McpRuleInput } from '@gatehouse/dto';
import { Button, Group, NumberInput, Select, Stack, Switch, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { McpRuleRow } from './mcp-rule-row';
import type { SectionProperties } from './section';

const NEW_POLICY: Required<McpPolicyInput> = { rules: [], others: 'route', maxBodyBytes: 1_048_576 };
const NEW_RULE: McpRuleInput = { kind: 'tool', name: '', scopes: [] };
const OTHERS = ['route', 'refuse'] as const;

interface RulesProperties {
  readonly rules: readonly McpRuleInput[];
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (rules: McpRuleInput[]) => void;
}

function Rules({ rules, problem, onChange }: RulesProperties) {
  const { t } = useTranslation('apis');
  return (
    <Stack gap="sm" role="group" aria-label={t('mcp.rules')}>
      {rules.length === 0 && (
        <Text size="sm" c="var(--quiet-text)">
          {t('mcp.none')}
        </Text>
      )}
      {rules.map((rule, index) => (
        <McpRuleRow
          key={index}
          rule={rule}
          number={index + 1}
          problem={(field) => problem(`policies.mcp.rules.${index}.${field}`)}
          onChange={(part) => onChange(rules.with(index, { ...rule, ...part }))}
          onRemove={() => onChange(rules.toSpliced(index, 1))}
        />
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange([...rules, NEW_RULE])}
        >
          {t('mcp.add')}
        </Button>
      </Group>
    </Stack>
  );
}

/** What of the MCP server behind an API needs which scopes. */
export function McpSection({ value, problem, onChange }: SectionProperties) {
  const { t } = useTranslation('apis');
  const policy = value.policies?.mcp ?? null;
  const set = (mcp: McpPolicyInput | null): void => onChange({ policies: { ...value.policies, mcp } });
  const change = (part: Partial<McpPolicyInput>): void => set({ ...(policy ?? NEW_POLICY), ...part });
  return (
    <Section title={t('mcp.title')} hint={t('mcp.hint')}>
      <Stack>
        <Switch
          label={t('mcp.on.label')}
          description={t('mcp.on.hint')}
          checked={policy !== null}
          error={problem('policies.mcp')}
          onChange={(event) => set(event.currentTarget.checked ? NEW_POLICY : null)}
        />
        {policy !== null && (
          <>
            <Rules rules={policy.rules} problem={problem} onChange={(rules) => change({ rules })} />
            <Select
              label={t('mcp.others.label')}
              description={t('mcp.others.hint')}
              data={OTHERS.map((one) => ({ value: one, label: t(`mcp.others.${one}`) }))}
              value={policy.others ?? 'route'}
              allowDeselect={false}
              onChange={(others) => change({ others: others === 'refuse' ? 'refuse' : 'route' })}
            />
            <NumberInput
              label={t('mcp.maxBodyBytes')}
              value={policy.maxBodyBytes ?? NEW_POLICY.maxBodyBytes}
              min={1}
              max={10_485_760}
              allowDecimal={false}
              error={problem('policies.mcp.maxBodyBytes')}
              onChange={(bytes) => typeof bytes === 'number' && change({ maxBodyBytes: bytes })}
            />
          </>
        )}
      </Stack>
    </Section>
  );
}
