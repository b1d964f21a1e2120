import type { CallMeasures, CountKey } from '@gatehouse/gateway-core';
import type { Snapshot } from '@gatehouse/persistence';
import { CallFigures } from './call-figures.js';

const MEASURES: CallMeasures = {
  durationMs: 1,
  upstreamMs: 1,
  bytesIn: 0,
  bytesOut: 0,
  tries: 1,
  cache: null,
};
const keyOf = (apiId: string | null): CountKey => ({
  apiId,
  applicationId: null,
  clientId: null,
  scopes: '',
  status: 200,
  check: null,
});

/** What is told of APIs by ID, while those are there: calls by the name of the API. */
function readCalls(figures: CallFigures, there: Readonly<Record<string, string>>) {
  const apis = Object.entries(there).map(([id, name]) => ({ id, name }));
  const metrics = figures.read({ apis, applications: new Map() } as unknown as Snapshot);
  const calls: Record<string, number> = {};
  for (const { labels, value } of metrics.find(({ name }) => name === 'gatehouse_calls_total')?.values ?? [])
    calls[String(labels['api'])] = (calls[String(labels['api'])] ?? 0) + value;
  const others = metrics
    .flatMap(({ values }) => values.map(({ labels }) => String(labels['api'])))
    .filter((name) => !(name in calls));
  return { calls, others };
}

function count(figures: CallFigures, ...apiIds: readonly (string | null)[]): CallFigures {
  for (const apiId of apiIds) figures.count(keyOf(apiId), MEASURES);
  return figures;
}

describe('the figures of an API', () => {
  it('go with it, in every metric, and those of the others and of no API stay', () => {
    const figures = count(new CallFigures(false), 'gone', 'there', 'there', null);
    expect(readCalls(figures, { gone: 'Gone', there: 'There' }).calls).toEqual({ Gone: 1, There: 2, '': 1 });
    expect(readCalls(figures, { there: 'There' })).toEqual({ calls: { There: 2, '': 1 }, others: [] });
    // A call that ended after its API.
    count(figures, 'gone');
    expect(readCalls(figures, { there: 'There' })).toEqual({ calls: { There: 2, '': 1 }, others: [] });
  });

  it('stay while another has its name: counters do not fall', () => {
    const figures = count(new CallFigures(false), 'old', 'old');
    expect(readCalls(figures, { old: 'Photos' }).calls).toEqual({ Photos: 2 });
    count(figures, 'new');
    expect(readCalls(figures, { new: 'Photos' }).calls).toEqual({ Photos: 3 });
    expect(readCalls(figures, { new: 'Pictures' }).calls).toEqual({ Pictures: 1 });
  });
});
