// Findings: what is not as it must be, with its place.

import { Refusal } from "./bytes.mjs";

/** Return a finding: at which entry (null for what lies outside), which check, expected, found. */
export const finding = (index, check, expected, found, where = null) => ({ index, check, expected, found, where });

/** Return the finding that a refusal makes, or throw what is no refusal. */
export function findingOf(error, index, check, where = null) {
  if (!(error instanceof Refusal)) throw error;
  return finding(index, check ?? error.check, error.expected, error.found, where);
}
