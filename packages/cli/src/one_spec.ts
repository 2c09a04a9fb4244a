import { inTime } from '@mmspec/analysis';
import { hasErrors } from '@mmspec/source';
import { plainPaint, type Paint } from '@mmspec/report';
import { specTexts } from './files/spec_texts.ts';
import { loadSpec, type LoadedSpec } from './load_spec.ts';
import { showDiagnostics } from './show_diagnostics.ts';
import { UsageError } from './usage_error.ts';

interface OneSpecLimits {
  readonly signal?: AbortSignal | undefined;
  /** Seconds that reading it may take. */
  readonly timeMax?: number | undefined;
}

/** The one spec of a file, its diagnostics printed; null where it has errors, or after an abortion. Throws `LimitReached` where reading it takes longer than it may. */
export async function oneSpec(path: string, paint: Paint = plainPaint, { signal, timeMax }: OneSpecLimits = {}): Promise<LoadedSpec | null> {
  const [first, ...others] = await specTexts([path], signal, (note) => showDiagnostics([note.file], [note.diagnostic], paint));
  if (signal?.aborted === true) return null;
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
