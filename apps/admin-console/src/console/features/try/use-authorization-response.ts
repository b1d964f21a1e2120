import { useEffect, useRef } from 'react';
import { type CallbackResult, type CameBack, CHANNEL, readCallback, type Taken } from './callback';

/** Hears of a browser that comes back to this console, and says so to its tab. */
export function useAuthorizationResponse(
  expected: { readonly state: string; readonly issuer: string },
  onResult: (result: Exclude<CallbackResult, { kind: 'foreign' }>) => void,
): void {
  const latest = useRef({ expected, onResult });
  latest.current = { expected, onResult };
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<CameBack | Taken>) => {
      if (data.type !== 'came-back') return;
      const result = readCallback(data.query, latest.current.expected);
      if (result.kind === 'foreign') return;
      channel.postMessage({ type: 'taken', state: latest.current.expected.state } satisfies Taken);
      latest.current.onResult(result);
    };
    return () => channel.close();
  }, []);
}
