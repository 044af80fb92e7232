/** The issues that decide. */

import { SEVERITIES, isFailure } from "./catalog.js";

/** An issue with a severity as sent. */
interface WithSeverity {
  readonly severity: string | undefined;
}

function isKnown(severity: string): boolean {
  return SEVERITIES.some((known) => known === severity);
}

/** The most severe issue; the first of several with the same severity. An issue without a severity counts as an error. */
export function leadingIssue<I extends WithSeverity>(issues: readonly I[]): I | undefined {
  const rank = ({ severity }: I): number => {
    const known = SEVERITIES.findIndex((one) => one === severity);
    return known < 0 ? 1 : known;
  };
  return issues.reduce<I | undefined>((best, issue) => (best === undefined || rank(issue) < rank(best) ? issue : best), undefined);
}

/** The issues that count for a decision: those of severity `error` or `fatal`, if there are any. */
export function decisiveIssues<I extends WithSeverity>(issues: readonly I[]): readonly I[] {
  const counting = issues.filter(({ severity }) => severity === undefined || !isKnown(severity) || isFailure(severity));
  return counting.length === 0 ? issues : counting;
}

/** Whether an issue has a severity below an error; `undefined` if its severity is not known. */
export function isHarmless({ severity }: WithSeverity): boolean | undefined {
  return severity === undefined || !isKnown(severity) ? undefined : !isFailure(severity);
}
