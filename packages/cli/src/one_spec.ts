import { inTime, LimitReached } from '@mmspec/analysis';
import { hasErrors } from '@mmspec/source';
import type { Overlay } from '@mmspec/system';
import { specTexts, type OnNote, type SpecText } from './files/spec_texts.ts';
import type { Series } from './files/series.ts';
import { kindOfName } from './files/text_kind.ts';
import { loadSpec, type LoadedSpec } from './load_spec.ts';
import type { Remarks } from './remarks.ts';
import { UsageError } from './usage_error.ts';

interface OneSpecLimits {
  readonly signal?: AbortSignal | undefined;
  /** Seconds that reading it may take. */
  readonly timeMax?: number | undefined;
  /** The path of an overlay. */
  readonly over?: string | undefined;
  /** Each check is compiled after this, see `analyse`. */
  readonly areCompiled?: boolean | undefined;
}

/** A spec, and what was laid over it. */
export interface OneSpec extends LoadedSpec {
  readonly overlay: Overlay | null;
}

/** The one spec of a file, put together from its blocks where it is a mail or a series, its diagnostics said; null where it has errors, takes longer to read than it may, or after an abortion: `remarks.refused` then ends the call. */
export async function oneSpec(path: string, remarks: Remarks, { signal, timeMax, over, areCompiled }: OneSpecLimits = {}): Promise<OneSpec | null> {
  const { specs, problems } = await seriesOf(path, signal, (note) => remarks.show([note.file], [note.diagnostic]));
  if (signal?.aborted === true) {
    remarks.cancelled(path);
    return null;
  }
  for (const { files, diagnostics } of problems) remarks.show(files, diagnostics);
  if (problems.length > 0) return null;
  const [first, ...others] = specs;
  if (first === undefined) throw new UsageError(`there is no spec in ${path}`);
  if (others.length > 0) throw new UsageError(`${path} has several specs; name a file with one.`);
  const laid = over === undefined ? null : await withOverlay(first, over, remarks, signal);
  if (over !== undefined && laid === null) return null;
  const loaded = readInTime(laid ?? first, areCompiled, timeMax, remarks);
  if (loaded === null) return null;
  remarks.show(loaded.model.files, loaded.diagnostics);
  return hasErrors(loaded.diagnostics) ? null : { ...loaded, overlay: laid?.overlay ?? null };
}

function readInTime(spec: SpecText, areCompiled: boolean | undefined, timeMax: number | undefined, remarks: Remarks): LoadedSpec | null {
  try {
    return inTime(timeMax, () => loadSpec(spec, areCompiled));
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    remarks.late(spec.file.path, error.message, `read (--time-max ${timeMax})`);
    return null;
  }
}

/** A spec with an overlay over it, which may be a file or the block of a mail; null where it cannot be read, which is then said. */
export async function withOverlay(
  spec: SpecText,
  path: string,
  remarks: Remarks,
  signal?: AbortSignal,
): Promise<(SpecText & { readonly overlay: Overlay }) | null> {
  const { specs, problems } = await seriesOf(path, signal, (note) => remarks.show([note.file], [note.diagnostic]));
  for (const { files, diagnostics } of problems) remarks.show(files, diagnostics);
  const [first, ...others] = specs;
  if (first === undefined || problems.length > 0) return null;
  if (others.length > 0) throw new UsageError(`--with: ${path} has several specs; name a file with one.`);
  const { file, overlay } = (await import('./files/overlay.ts')).overlaid(spec.file, first.file);
  return { ...spec, file, overlay };
}

/** What is named as a spec is one; anything else may have blocks. */
async function seriesOf(path: string, signal: AbortSignal | undefined, onNote: OnNote): Promise<Series> {
  if (kindOfName(path) !== 'spec') return (await import('./files/series.ts')).series(path, signal, onNote);
  const found = await specTexts([path], signal, onNote);
  return {
    specs: found.flatMap((each) => (each.kind === 'spec' ? [{ ...each.spec, blocks: [] }] : [])),
    problems: found.flatMap((each) => (each.kind === 'problem' ? [{ files: [each.problem.file], diagnostics: [each.problem.diagnostic] }] : [])),
  };
}
