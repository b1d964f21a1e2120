import { type ApplicationSummary, type BulkAction, type ChangedApplications } from '@gatehouse/dto';
import { Button, Group, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListSelection, SelectionBar } from '../../../components/ui/list-selection';
import { formatNumber } from '../../../lib/format';
import { type Selected, selectMatching } from './bulk-api';
import { BulkDialog, hasLeft, LeftDialog } from './bulk-dialogs';
import { ExportDialog } from './transfer/export-dialog';
import classes from './applications.module.css';

interface BarProperties {
  readonly selected: readonly Selected[];
  readonly total: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly onSelect: (items: readonly Selected[]) => void;
  readonly onAct: (action: BulkAction) => void;
  readonly onExport: () => void;
}

function Bar({ selected, total, parameters, onSelect, onAct, onExport }: BarProperties) {
  const { t } = useTranslation('applications');
  const [isBusy, setBusy] = useState(false);
  const [bound, setBound] = useState<number>();

  async function selectAll(): Promise<void> {
    setBusy(true);
    try {
      const matching = await selectMatching(parameters);
      onSelect(matching.items);
      setBound(matching.total > matching.items.length ? matching.items.length : undefined);
    } finally {
      setBusy(false);
    }
  }

  return (
    <SelectionBar
      actions={
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onExport}>
            {t('selection.export')}
          </Button>
          <Button size="xs" variant="default" onClick={() => onAct('enable')}>
            {t('state.enable')}
          </Button>
          <Button size="xs" variant="default" onClick={() => onAct('disable')}>
            {t('state.disable')}
          </Button>
          <Button size="xs" variant="light" color="red" onClick={() => onAct('delete')}>
            {t('state.delete')}
          </Button>
        </Group>
      }
    >
      <Group gap="sm">
        <Text size="sm" fw={600}>
          {t('selection.selected', { number: formatNumber(selected.length) })}
        </Text>
        {bound !== undefined && selected.length === bound && (
          <Text size="sm">{t('selection.bound', { number: formatNumber(bound) })}</Text>
        )}
        {total > selected.length && bound === undefined && (
          <UnstyledButton className={classes.link ?? ''} disabled={isBusy} onClick={() => void selectAll()}>
            {t('selection.selectAll')}
          </UnstyledButton>
        )}
        <UnstyledButton className={classes.link ?? ''} onClick={() => onSelect([])}>
          {t('selection.clear')}
        </UnstyledButton>
      </Group>
    </SelectionBar>
  );
}

/** Which applications are selected, on whichever page of the list, and the dialogs of what is done with them. */
export function useApplicationSelection() {
  const [selected, setSelected] = useState<ReadonlyMap<string, Selected>>(new Map());
  const [action, setAction] = useState<BulkAction>();
  const [left, setLeft] = useState<{ readonly action: BulkAction; readonly changed: ChangedApplications }>();
  const [exported, setExported] = useState<readonly Selected[] | 'all'>();
  const all = [...selected.values()];
  const replace = (items: readonly Selected[]): void =>
    setSelected(new Map(items.map((item) => [item.id, item])));

  const selection: ListSelection<ApplicationSummary> = {
    isSelected: ({ id }) => selected.has(id),
    isSelectable: ({ builtIn }) => !builtIn,
    labelOf: ({ name }) => name,
    onSelect: (items, isSelected) => {
      const next = new Map(selected);
      for (const { id, name, version } of items) {
        if (isSelected) next.set(id, { id, name, version });
        else next.delete(id);
      }
      setSelected(next);
    },
    bar: (list) =>
      all.length > 0 && (
        <Bar
          {...list}
          selected={all}
          onSelect={replace}
          onAct={setAction}
          onExport={() => setExported(all)}
        />
      ),
  };
  const dialogs = (
    <>
      {action !== undefined && (
        <BulkDialog
          action={action}
          selected={all}
          onDone={(changed) => {
            replace([]);
            if (hasLeft(changed)) setLeft({ action, changed });
          }}
          onClose={() => setAction(undefined)}
        />
      )}
      {exported !== undefined && <ExportDialog exported={exported} onClose={() => setExported(undefined)} />}
      {left !== undefined && <LeftDialog {...left} onClose={() => setLeft(undefined)} />}
    </>
  );
  return { selection, dialogs, exportAll: () => setExported('all') };
}
