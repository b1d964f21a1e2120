import { checkContentLength } from './bounds/body-gate.js';
import { checkCapacity } from './bounds/capacity-gate.js';
import { checkContract } from './contract/contract.gate.js';
import { checkLimits } from './limits-gate.js';
import type { AdmittedCall } from './passage.js';
import type { Refusal } from './refusal.js';
import { checkTool } from './mcp/tool.gate.js';
import { checkHearing } from './hearing.js';
import { checkWebSocket } from './web-sockets/web-sockets.js';
import { maintenanceGate } from './shaping/maintenance.gate.js';

/**
 * What an admitted call has to pass before it is answered: undefined lets it pass. A gate that an API has not asked for
 * answers at once; a promise is for those that must wait.
 */
export type Gate = (call: AdmittedCall) => Refusal | undefined | Promise<Refusal | undefined>;

/** In this order; the first that refuses answers. */
export const GATES: readonly Gate[] = [
  checkHearing,
  maintenanceGate,
  checkWebSocket,
  checkContentLength,
  checkCapacity,
  checkTool,
  checkContract,
  // Last: a call that is refused for something else takes nothing from a limit.
  checkLimits,
];
