import type { Note, JsonDiagnostic } from '@mmspec/report';
import type { Diagnostic, SourceFile } from '@mmspec/source';
import type { ScenarioResult } from '@mmspec/system';
import type { FileResult, RanCheck } from '../check_output.ts';
import type { RacesShown } from '../races_shown.ts';

/** All that was found, when everything has been run. */
export interface Report {
  readonly files: readonly FileResult[];
  /** What there was to say about how files were read. */
  readonly readings: readonly JsonDiagnostic[];
  /** Notes about the specs that were not shown one by one. */
  readonly notes: readonly Note[];
  readonly seconds: number;
  /** Checks and scenarios that nobody came to before an interruption. */
  readonly notBegun: number;
}

/** Tells what is found, as it is found and in the end. */
export interface Reporter {
  /** It draws races: which ones, has to be chosen while they are searched. */
  readonly drawsRaces: boolean;
  /** Before the results of a spec; `isBrief`: one of many, which may be told in a line where all of it is as expected. */
  begin(path: string, isBrief: boolean): void;
  /** What there is to say about texts. */
  diagnostics(files: readonly SourceFile[], diagnostics: readonly Diagnostic[]): void;
  /** A spec was not even read to its end. */
  unread(path: string, why: string): void;
  /** A check, or all cells of a matrix that follow one another. */
  checks(ran: readonly RanCheck[], races: RacesShown): void;
  /** A scenario, with the command that repeats it. */
  scenario(result: ScenarioResult, command: string, isAlwaysDrawn: boolean): void;
  /** After the results of a spec; `hasFaults`: of mmspec itself. */
  close(hasFaults: boolean): void;
  end(report: Report): void;
}
