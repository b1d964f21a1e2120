import { parseTemplate, type TemplatePart } from '@gatehouse/oauth-core';
import type { RuleProblem } from './rule-problems.js';
import { type KnownCall, type Fact, FACT_SUBJECTS, findFact, findParameter } from './template-facts.js';

/** A template, taken apart once; each call fills it in. */
export type CallTemplate = readonly (string | Fact)[];

/** What a value may do to the text around it is undone here. */
export type Escape = (value: string) => string;

/** What is not known is text: it was checked when it was saved. */
export const compileTemplate = (template: string): CallTemplate =>
  parseTemplate(template).map((part) => (typeof part === 'string' ? part : (findFact(part) ?? part.whole)));

/**
 * @returns the text; undefined where it would have been made of facts alone, and the call has none of them. A fact that is
 * missing among others is empty text.
 */
export function fillTemplate(template: CallTemplate, facts: KnownCall, escape: Escape): string | undefined {
  let text = '';
  let isKnown = template.length === 0;
  for (const part of template) {
    if (typeof part === 'string') {
      text += part;
      isKnown = true;
      continue;
    }
    const value = part(facts);
    if (value === undefined || value === '') continue;
    text += escape(value);
    isKnown = true;
  }
  return isKnown ? text : undefined;
}

function findPartProblem(part: TemplatePart, routePath: string | undefined): RuleProblem | undefined {
  if (typeof part === 'string') return undefined;
  const { whole, subject, fact } = part;
  if (findFact(part) === undefined) return { code: 'template-unknown-fact', values: { fact: whole } };
  if (subject === 'path' && routePath !== undefined && findParameter(routePath, fact) === -1)
    return { code: 'template-not-a-parameter', values: { fact: whole } };
  return undefined;
}

const BRACES = /[{}]/;

/**
 * What is wrong with a template; undefined when nothing is.
 * @param routePath the pattern of its route; undefined: it is for all routes of an API
 */
export function findTemplateProblem(template: string, routePath?: string): RuleProblem | undefined {
  for (const part of parseTemplate(template)) {
    if (typeof part === 'string' && BRACES.test(part))
      return { code: 'template-braces', values: { text: part.trim() } };
    const problem = findPartProblem(part, routePath);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The same for a text that has braces of its own, such as JSON: only what begins like a fact must be one. */
export function findBodyProblem(template: string, routePath: string): RuleProblem | undefined {
  for (const part of parseTemplate(template)) {
    if (typeof part === 'string' || (part.fact === '' && findFact(part) === undefined)) continue;
    if (!FACT_SUBJECTS.has(part.subject)) continue;
    const problem = findPartProblem(part, routePath);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
