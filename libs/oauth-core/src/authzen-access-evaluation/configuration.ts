import { ENDPOINTS } from '../rfc8414-metadata/metadata.js';

/** AuthZEN Authorization API §9: where to ask. There is no search, so none is named. */
export const describeDecisionPoint = (issuer: string): Readonly<Record<string, string>> => ({
  policy_decision_point: issuer,
  access_evaluation_endpoint: issuer + ENDPOINTS.accessEvaluation,
  access_evaluations_endpoint: issuer + ENDPOINTS.accessEvaluations,
});
