import type { AdmittedCall } from '../passage.js';
import { type Refusal, underMaintenance } from '../refusal.js';

/** Answers for an API that is being worked on, to those who may call it. */
export const maintenanceGate = ({ match: { api } }: AdmittedCall): Refusal | undefined =>
  api.policies.maintenance === null ? undefined : underMaintenance(api.name, api.policies.maintenance);
