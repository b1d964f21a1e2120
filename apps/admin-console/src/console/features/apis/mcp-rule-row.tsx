import type { McpRuleInput } from '@gatehouse/dto';
import { ActionIcon, Select, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { MultiPicker } from '../../../components/ui/pickers';
import classes from './changes-input.module.css';
import { SAMPLES } from './samples';

const KINDS = ['tool', 'prompt', 'resource'] as const;

interface Properties {
  readonly rule: McpRuleInput;
  /** Its place, from 1. */
  readonly number: number;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<McpRuleInput>) => void;
  readonly onRemove: () => void;
}

/** One rule for what an MCP server has: what, its name, the scopes. */
export function McpRuleRow({ rule, number, problem, onChange, onRemove }: Properties) {
  const { t } = useTranslation('apis');
  return (
    <div className={classes.row} role="group" aria-label={t('mcp.rule', { number })}>
      <Select
        label={t('mcp.kind')}
        data={KINDS.map((kind) => ({ value: kind, label: t(`mcp.kinds.${kind}`) }))}
        value={rule.kind}
        allowDeselect={false}
        error={problem('kind')}
        onChange={(kind) => kind !== null && onChange({ kind })}
      />
      <TextInput
        label={t(rule.kind === 'resource' ? 'mcp.uri' : 'mcp.name')}
        required
        maxLength={500}
        placeholder={rule.kind === 'resource' ? SAMPLES.mcpResource : SAMPLES.mcpTool}
        value={rule.name}
        error={problem('name')}
        spellCheck={false}
        onChange={(event) => onChange({ name: event.currentTarget.value.trim() })}
      />
      <MultiPicker
        kind="scopes"
        label={t('mcp.scopes')}
        placeholder={rule.scopes.length === 0 ? t('mcp.noScopes') : ''}
        value={rule.scopes}
        error={problem('scopes')}
        onChange={(scopes) => onChange({ scopes })}
      />
      <ActionIcon
        variant="subtle"
        color="red"
        size="lg"
        mt={25}
        aria-label={t('mcp.remove', { number })}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </div>
  );
}
