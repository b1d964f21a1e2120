import type { ApplicationKind } from '@gatehouse/dto';
import {
  IconBrowser,
  IconCpu,
  IconDeviceMobile,
  IconDeviceTv,
  IconRobot,
  IconServerBolt,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Texts } from '../../../texts/texts';

type Words = Texts['applications'];

/** Profiles that are offered as something is registered: the others are for those who know them. */
export type OfferedProfile = keyof Words['newProfile']['names'];

/** What a kind is called, and what one is, in a sentence, is in the texts. */
export interface KindDescription {
  readonly kind: ApplicationKind;
  readonly icon: ComponentType<{ size?: number }>;
  readonly type: 'confidential' | 'public';
  /** Whether users' browsers are sent back to it. */
  readonly isRedirected: boolean;
  /** What is picked for it, and why. */
  readonly settings: readonly (keyof Words['safe'])[];
  /** What it may be held to from the beginning, the one to take first; left out: `oauth21`, and nothing to choose. */
  readonly profiles?: readonly [OfferedProfile, ...OfferedProfile[]];
  /** What a callback URL of one looks like; left out: an https address. */
  readonly callback?: string;
  /** What its developer does with what it has got. */
  readonly nextSteps: readonly (keyof Words['next'])[];
}

/** In the order in which they are offered. */
export const KINDS: readonly KindDescription[] = [
  {
    kind: 'web',
    icon: IconBrowser,
    type: 'confidential',
    isRedirected: true,
    profiles: ['oauth21', 'fapi2'],
    settings: ['signIn', 'headerSecret', 'hour'],
    nextSteps: ['webSettings', 'webFlow', 'webRefresh'],
  },
  {
    kind: 'spa',
    icon: IconCpu,
    type: 'public',
    isRedirected: true,
    settings: ['pkceAlone', 'hour'],
    nextSteps: ['appId', 'spaLibrary', 'spaOrigin'],
  },
  {
    kind: 'native',
    icon: IconDeviceMobile,
    type: 'public',
    isRedirected: true,
    settings: ['everyCopy', 'ownScheme', 'hour'],
    callback: 'http://127.0.0.1/callback',
    nextSteps: ['appId', 'nativeBrowser', 'nativeStore'],
  },
  {
    kind: 'machine',
    icon: IconServerBolt,
    type: 'confidential',
    isRedirected: false,
    profiles: ['oauth21', 'fapi2'],
    settings: ['ownSecret', 'noRefresh'],
    nextSteps: ['machineSettings', 'machineToken', 'machineRotate'],
  },
  {
    kind: 'device',
    icon: IconDeviceTv,
    type: 'public',
    isRedirected: false,
    settings: ['shownCode', 'noCallback'],
    nextSteps: ['deviceId', 'deviceCode', 'devicePoll'],
  },
  {
    kind: 'agent',
    icon: IconRobot,
    type: 'public',
    isRedirected: true,
    profiles: ['mcp', 'oauth21'],
    settings: ['alwaysAsked', 'freePort', 'tenMinutes', 'oneApi'],
    callback: 'http://127.0.0.1/callback',
    nextSteps: ['agentId', 'agentPort', 'agentResource'],
  },
];

export const describeKind = (kind: ApplicationKind): KindDescription =>
  KINDS.find((known) => known.kind === kind) ?? (KINDS[0] as KindDescription);
