import { Button, Table, Text, Title, Paper } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './charts.module.css';

/** One line, area or part of a bar. */
export interface Series {
  readonly name: string;
  readonly label: string;
  /** A custom property of `charts.module.css`: readable in both schemes, and apart for whoever sees no red or green. */
  readonly color: string;
  /** SVG: dashes tell lines apart where colours do not. */
  readonly dashes?: string;
}

export type ChartRow = { readonly label: string } & Readonly<Record<string, string | number | null>>;

export interface ChartCardProperties {
  readonly title: string;
  /** What it shows, for whoever does not see it; and under the title for everybody. */
  readonly summary: string;
  readonly series: readonly Series[];
  readonly rows: readonly ChartRow[];
  readonly format: (value: number) => string;
  readonly isEmpty: boolean;
  /** What would make it show something. */
  readonly emptyText: string;
  readonly children: ReactNode;
}

function Legend({ series }: Pick<ChartCardProperties, 'series'>) {
  const { t } = useTranslation('overview');
  return (
    <ul className={classes.legend} aria-hidden>
      {series.map(({ name, label, color, dashes }) => (
        <li key={name}>
          <svg width="18" height="10">
            <line x1="1" y1="5" x2="17" y2="5" stroke={color} strokeWidth="3" strokeDasharray={dashes} />
          </svg>
          {label}
        </li>
      ))}
      <li>
        <span className={classes.unfinished} />
        {t('charts.unfinished')}
      </li>
    </ul>
  );
}

function DataTable({
  title,
  series,
  rows,
  format,
}: Pick<ChartCardProperties, 'title' | 'series' | 'rows' | 'format'>) {
  const { t } = useTranslation('overview');
  return (
    <div className={classes.table} tabIndex={0} role="region" aria-label={t('charts.table', { title })}>
      <Table stickyHeader verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('charts.time')}</Table.Th>
            {series.map(({ name, label }) => (
              <Table.Th key={name} scope="col" className={classes.right}>
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {/* The newest first: the first rows are in sight. */}
          {rows.toReversed().map((row, index) => (
            <Table.Tr key={`${index} ${row.label}`}>
              <Table.Th scope="row">
                {index === 0 ? t('charts.unfinishedStep', { step: row.label }) : row.label}
              </Table.Th>
              {series.map(({ name }) => {
                const value = row[name];
                return (
                  <Table.Td key={name} className={classes.right}>
                    {typeof value === 'number' ? format(value) : '–'}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** A chart with what it says in words, and its numbers in a table for whoever wants them. */
export function ChartCard(properties: ChartCardProperties) {
  const { title, summary, series, rows, format, isEmpty, emptyText, children } = properties;
  const { t } = useTranslation('overview');
  const [isTable, setTable] = useState(false);
  const id = useId();
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby={id} className={classes.card ?? ''}>
      <div className={classes.head}>
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        {!isEmpty && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={
              isTable ? <IconChartBar size={16} aria-hidden /> : <IconTable size={16} aria-hidden />
            }
            onClick={() => setTable(!isTable)}
            aria-label={isTable ? t('charts.asChartOne', { title }) : t('charts.asTableOne', { title })}
          >
            {isTable ? t('charts.asChart') : t('charts.asTable')}
          </Button>
        )}
      </div>
      <Text size="sm" c="var(--quiet-text)">
        {isEmpty ? emptyText : summary}
      </Text>
      {isEmpty ? (
        <div className={classes.empty} aria-hidden>
          <IconChartBar size={40} stroke={1.2} />
        </div>
      ) : isTable ? (
        <DataTable title={title} series={series} rows={rows} format={format} />
      ) : (
        <>
          <div className={classes.chart} role="img" aria-label={t('charts.alt', { title, summary })}>
            {children}
          </div>
          <Legend series={series} />
        </>
      )}
    </Paper>
  );
}
