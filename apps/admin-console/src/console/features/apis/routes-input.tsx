import type { RouteInput } from '@gatehouse/dto';
import { Button, Group, Pagination, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeRoute, RouteRow } from './route-row';

export const NEW_ROUTE: RouteInput = {
  methods: ['GET'],
  path: '/',
  access: 'scopes',
  scopes: [],
  scopeMatch: 'all',
};

/** More are not shown with all of their fields, but in a line each. */
const FEW = 5;
const PAGE_SIZE = 25;

interface Properties {
  readonly routes: readonly RouteInput[];
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (routes: RouteInput[]) => void;
}

interface Move {
  readonly to: number;
  readonly direction: 'up' | 'down';
}

/** Says where a route went, and keeps the focus at it, so that it can be moved on. */
function useMoves({ routes, onChange }: Properties, onMoved: (to: number) => void) {
  const { t } = useTranslation('apis');
  const list = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<Move>();
  const [said, setSaid] = useState('');

  useEffect(() => {
    if (last === undefined) return;
    const row = list.current?.querySelector(`[data-route="${last.to}"]`);
    const buttons = [...(row?.querySelectorAll<HTMLButtonElement>('[data-move]:not(:disabled)') ?? [])];
    (buttons.find((button) => button.dataset['move'] === last.direction) ?? buttons[0])?.focus();
  }, [last]);

  const move = (from: number, to: number): void => {
    const route = routes[from];
    if (route === undefined) return;
    onChange(routes.toSpliced(from, 1).toSpliced(to, 0, route));
    setLast({ to, direction: to < from ? 'up' : 'down' });
    setSaid(t('routes.moved', { route: describeRoute(route), number: to + 1, total: routes.length }));
    onMoved(to);
  };
  return { list, said, move };
}

/** The routes of an API in order: the first that matches decides. */
export function RoutesInput(properties: Properties) {
  const { t } = useTranslation('apis');
  const { routes, problem, onChange } = properties;
  // Rows are told apart by what they were at first: a row that moves takes its fields along.
  const [keys, setKeys] = useState(() => routes.map((_, index) => index));
  const [page, setPage] = useState(1);
  const toPageOf = (index: number): void => setPage(Math.floor(index / PAGE_SIZE) + 1);
  const { list, said, move } = useMoves(properties, toPageOf);
  const firstWrong =
    problem('routes') === undefined ? -1 : routes.findIndex((_, at) => problem(`routes.${at}`));

  useEffect(() => {
    if (firstWrong !== -1) setPage(Math.floor(firstWrong / PAGE_SIZE) + 1);
  }, [firstWrong]);

  const start = (page - 1) * PAGE_SIZE;
  return (
    <Stack ref={list}>
      <div className="visually-hidden" role="status">
        {said}
      </div>
      {routes.slice(start, start + PAGE_SIZE).map((route, offset) => {
        const index = start + offset;
        return (
          <RouteRow
            key={keys[index] ?? index}
            route={route}
            index={index}
            isLast={index === routes.length - 1}
            isOpenFirst={routes.length <= FEW || route === NEW_ROUTE}
            problem={problem}
            onChange={(part) => onChange(routes.with(index, { ...route, ...part }))}
            onMove={(to) => {
              setKeys(keys.toSpliced(index, 1).toSpliced(to, 0, keys[index] ?? index));
              move(index, to);
            }}
            onRemove={() => {
              setKeys(keys.toSpliced(index, 1));
              onChange(routes.toSpliced(index, 1));
            }}
          />
        );
      })}
      {routes.length === 0 && (
        <Text size="sm" c="var(--quiet-text)">
          {t('routes.none')}
        </Text>
      )}
      <Group justify="space-between">
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => {
            setKeys([...keys, Math.max(-1, ...keys) + 1]);
            onChange([...routes, NEW_ROUTE]);
            toPageOf(routes.length);
          }}
        >
          {t('routes.add')}
        </Button>
        {routes.length > PAGE_SIZE && (
          <Pagination
            total={Math.ceil(routes.length / PAGE_SIZE)}
            value={page}
            onChange={setPage}
            getControlProps={(control) => ({ 'aria-label': t(`routes.pages.${control}`) })}
          />
        )}
      </Group>
    </Stack>
  );
}
