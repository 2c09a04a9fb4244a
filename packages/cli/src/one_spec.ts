import { inTime } from '@mmspec/analysis';
import { hasErrors } from '@mmspec/source';
import { plainPaint, type Paint } from '@mmspec/report';
import { specTexts } from './files/spec_texts.ts';
import { loadSpec, type LoadedSpec } from './load_spec.ts';
import { showDiagnostics } from './show_diagnostics.ts';
import { UsageError } from './usage_error.ts';

/** The one spec of a file, its diagnostics printed; null where it has errors. Throws `LimitReached` where reading it takes longer than it may. */
export function oneSpec(path: string, paint: Paint = plainPaint, timeMax?: number): LoadedSpec | null {
  const [first, ...others] = specTexts([path]);
  if (first === undefined) throw new UsageError(`there is no spec in ${path}`);
  if (first.kind === 'problem') {
    showDiagnostics([first.problem.file], [first.problem.diagnostic], paint);
    return null;
  }
  if (others.length > 0) throw new UsageError(`${path} has several specs; name a file with one.`);
  const { spec } = first;
  const loaded = inTime(timeMax, () => loadSpec(spec));
  showDiagnostics(loaded.model.files, loaded.diagnostics, paint);
  return hasErrors(loaded.diagnostics) ? null : loaded;
}
