import type { CallList, CallSecondDetail, CallSummary } from '@gatehouse/dto';
import { useEffect, useRef, useState } from 'react';
import { ApiError, callApi } from '../../../lib/api-client';
import { type CallParameters, endpoints } from '../../../lib/paths';

export interface LiveCalls {
  /** The newest first; undefined until the first look. */
  readonly calls: readonly CallSummary[] | undefined;
  readonly seconds: readonly CallSecondDetail[];
  /** `reconnecting`: what is shown is the last that was heard. */
  readonly state: 'connecting' | 'live' | 'reconnecting';
  /** That the first look failed with. */
  readonly error: ApiError | undefined;
}

const SHOWN = 200;
const POLL_MS = 1_000;
/** After so many failures in a row the stream is given up for asking again and again: a proxy may not let it through. */
const STREAM_FAILURES = 3;

const NOTHING: LiveCalls = { calls: undefined, seconds: [], state: 'connecting', error: undefined };

function merge(known: readonly CallSummary[], fresh: readonly CallSummary[]): readonly CallSummary[] {
  const ids = new Set(known.map(({ id }) => id));
  const added = fresh.filter(({ id }) => !ids.has(id));
  return added.length === 0
    ? known
    : [...added, ...known].sort((a, b) => b.at.localeCompare(a.at)).slice(0, SHOWN);
}

const take =
  ({ items, seconds }: CallList) =>
  (live: LiveCalls): LiveCalls => ({
    calls: merge(live.calls ?? [], items),
    seconds,
    state: 'live',
    error: undefined,
  });

const lose = (live: LiveCalls): LiveCalls => ({
  ...live,
  state: live.calls === undefined ? 'connecting' : 'reconnecting',
});

/** Listens to the stream of calls; where that is not to be had, asks once a second. @returns the way to stop */
function follow(
  parameters: CallParameters,
  update: (change: (live: LiveCalls) => LiveCalls) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let failures = 0;
  const stream = new EventSource(endpoints.callStream(parameters));

  const poll = async (): Promise<void> => {
    try {
      const list = await callApi<CallList>('GET', endpoints.calls(parameters));
      if (!isOver) update(take(list));
    } catch (error) {
      if (!isOver) update((live) => ({ ...lose(live), error: error as ApiError }));
      // Whoever may not see calls may not see them in a second either.
      if (error instanceof ApiError && error.status === 403) return;
    }
    if (!isOver) timer = setTimeout(() => void poll(), POLL_MS);
  };

  stream.addEventListener('calls', (event) => {
    failures = 0;
    update(take(JSON.parse((event as MessageEvent<string>).data) as CallList));
  });
  stream.addEventListener('away', () => update(lose));
  stream.addEventListener('error', () => {
    failures += 1;
    update(lose);
    // A stream that was refused is closed for good.
    if (stream.readyState !== EventSource.CLOSED && failures < STREAM_FAILURES) return;
    stream.close();
    void poll();
  });
  return () => {
    isOver = true;
    clearTimeout(timer);
    stream.close();
  };
}

/** The latest calls of all nodes, as they come. While paused, what is shown stays; then it catches up. */
export function useLiveCalls(parameters: CallParameters, isPaused: boolean): LiveCalls {
  const [live, setLive] = useState(NOTHING);
  const latest = useRef(NOTHING);
  const paused = useRef(isPaused);
  const key = JSON.stringify(parameters);

  useEffect(() => {
    paused.current = isPaused;
    if (!isPaused) setLive(latest.current);
  }, [isPaused]);

  useEffect(() => {
    latest.current = NOTHING;
    setLive(NOTHING);
    return follow(JSON.parse(key) as CallParameters, (change) => {
      latest.current = change(latest.current);
      if (!paused.current) setLive(latest.current);
    });
  }, [key]);

  return live;
}
