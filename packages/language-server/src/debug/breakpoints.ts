import type { SourceLines } from './source_lines.ts';

/** The lines of each file at which running stops. */
export type Breakpoints = Map<string, ReadonlySet<number>>;

/** A line as a client asked for it, and where it was put. */
export interface SetBreakpoint {
  readonly verified: boolean;
  readonly line?: number;
  readonly message?: string;
}

/** Puts the breakpoints of a file, each on the first line from its own on at which a step stands. */
export function setBreakpoints(breakpoints: Breakpoints, { lines }: SourceLines, path: string, wanted: readonly number[]): SetBreakpoint[] {
  const known = lines.get(path) ?? [];
  const put = wanted.map((line) => known.find((each) => each >= line));
  breakpoints.set(path, new Set(put.filter((line) => line !== undefined)));
  return put.map((line) => (line === undefined ? { verified: false, message: 'No step of this run stands here or below.' } : { verified: true, line }));
}
