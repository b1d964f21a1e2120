import type { TrialAnswer } from '@gatehouse/dto';
import i18next from 'i18next';
import { useEffect, useState } from 'react';
import { toFormProblems } from '../../../lib/form-problems';
import { type Failure, findFailure, readJson } from './answer';
import {
  type BrowserStep,
  NOTHING_YET,
  type RequestStep,
  type Setting,
  type TrialPlace,
  type TrialValues,
} from './flows/setting';
import { makeAuthorizationSecrets } from './pkce';
import { createSender } from './proven-request';
import { useAuthorizationResponse } from './use-authorization-response';

/** How a step went. */
export interface StepResult {
  readonly answer?: TrialAnswer;
  /** Read from the answer, or from the address that a browser came back to. */
  readonly failure?: Failure;
  /** It was never sent. */
  readonly problem?: string;
  /** A code is there. */
  readonly isDone?: boolean;
  /** A browser was sent, and has not come back. */
  readonly isAwaited?: boolean;
}

/** What the operator says, whatever the flow. */
export type Given = Pick<
  TrialValues,
  | 'secret'
  | 'assertion'
  | 'jwtAssertion'
  | 'samlAssertion'
  | 'subjectToken'
  | 'actorToken'
  | 'resource'
  | 'audience'
  | 'username'
  | 'password'
  | 'postLogoutUri'
  | 'scopes'
  | 'apiCall'
  | 'signsInAgain'
>;

function toResult(answer: TrialAnswer): StepResult {
  const failure = answer.response === null ? undefined : findFailure(answer.response);
  return {
    answer,
    ...(failure !== undefined && { failure }),
    ...(answer.problem !== null && { problem: answer.problem }),
  };
}

function toSentence(error: unknown): string {
  const { summary, fields } = toFormProblems(error);
  return [summary, ...Object.values(fields)].join(' ');
}

/** What is pushed once more is another request: with a pair of its own. The code before goes with its verifier. */
async function renewPushed(
  { id }: Pick<RequestStep, 'id'>,
  { requestUri, code }: TrialValues,
): Promise<Partial<TrialValues>> {
  if (id !== 'push' || (requestUri === '' && code === '')) return {};
  return { ...(await makeAuthorizationSecrets()), code: '', requestUri: '' };
}

/** The same for what a browser brings; a pushed request has its own already. */
async function renewOpened({ code, requestUri }: TrialValues): Promise<Partial<TrialValues>> {
  return code === '' || requestUri !== '' ? {} : { ...(await makeAuthorizationSecrets()), code: '' };
}

/** Shown where nothing can be hashed. */
const describeInsecure = (): StepResult => ({ problem: i18next.t('try:answer.insecure') });

/** What steps have found, and how they went. */
function useRecord() {
  const [found, setFound] = useState<Partial<TrialValues>>({});
  const [results, setResults] = useState<Readonly<Record<string, StepResult>>>({});
  const tell = (id: string, result: StepResult): void =>
    setResults((before) => ({ ...before, [id]: result }));
  const add = (values: Partial<TrialValues>): void => setFound((before) => ({ ...before, ...values }));
  return { found, results, add, tell };
}

/** One run through a flow. Nothing of it is kept when the page is left: there are secrets in it. */
export function useTrial(place: TrialPlace, given: Given) {
  const { found, results, add, tell } = useRecord();
  const [running, setRunning] = useState<string>();
  const [send] = useState(() => createSender(place.applicationId));
  const setting: Setting = { ...place, values: { ...NOTHING_YET, ...found, ...given } };

  /** A pair for the next authorization request: each has its own. */
  const prepare = (): Promise<void> =>
    makeAuthorizationSecrets().then(
      // What was pushed has the ones before.
      (secrets) => add({ ...secrets, requestUri: '' }),
      () => tell('authorize', describeInsecure()),
    );
  useEffect(() => {
    // Once: the effect runs again whenever the steps come back into view.
    if (setting.values.challenge === '') void prepare();
  }, []);

  useAuthorizationResponse({ state: setting.values.state, issuer: place.issuer }, (result) => {
    if (result.kind === 'failure') {
      tell('authorize', { failure: result.failure });
      void prepare();
      return;
    }
    add({ code: result.code });
    tell('authorize', { isDone: true });
  });

  async function run(step: RequestStep): Promise<void> {
    setRunning(step.id);
    try {
      const renewed = await renewPushed(step, setting.values);
      add(renewed);
      const answer = await send(step, { ...setting, values: { ...setting.values, ...renewed } });
      const result = toResult(answer);
      tell(step.id, result);
      if (answer.response !== null && result.failure === undefined)
        add(step.read(readJson(answer.response) ?? {}));
    } catch (error) {
      tell(step.id, { problem: toSentence(error) });
    } finally {
      setRunning(undefined);
    }
  }

  /** Opens a tab. A code that was there before is forgotten: its verifier goes with it. */
  async function open(step: BrowserStep): Promise<void> {
    if (!step.comesBack) {
      window.open(step.buildUrl(setting), '_blank', 'noopener');
      return;
    }
    const secrets = await renewOpened(setting.values);
    const values = { ...setting.values, ...secrets };
    add(secrets);
    tell(step.id, { isAwaited: true });
    window.open(step.buildUrl({ ...setting, values }), '_blank', 'noopener');
  }

  return { setting, results, running, run, open };
}

export type Trial = ReturnType<typeof useTrial>;
