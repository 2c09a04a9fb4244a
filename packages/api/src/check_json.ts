import type { CheckRun } from './check.ts';
import type { CheckJson } from './json.ts';
import type { Spec } from './spec.ts';
import { diagnosticJson } from './text.ts';
import { jsonVersion } from './version.ts';

/** The JSON of `mmspec check` for a spec that was run. */
export function checkJson(spec: Spec, { checks, scenarios, diagnostics }: CheckRun): CheckJson {
  return { version: jsonVersion, files: [{ path: spec.path, diagnostics: diagnosticJson(spec, diagnostics), checks, scenarios }] };
}
