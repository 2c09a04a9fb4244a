import type { Diagnostic, SourceFile } from '@mmspec/source';
import type { ScenarioResult } from '@mmspec/system';
import type { RanCheck } from '../check_output.ts';
import type { RacesShown } from '../races_shown.ts';
import type { Reporter } from './reporter.ts';

/** What a reporter is told of one spec, as data that may pass from thread to thread. */
export type Told =
  | { readonly kind: 'begin' }
  | { readonly kind: 'diagnostics'; readonly files: readonly SourceFile[]; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'unread'; readonly path: string; readonly why: string }
  | { readonly kind: 'checks'; readonly ran: readonly RanCheck[] }
  | { readonly kind: 'scenario'; readonly result: ScenarioResult; readonly command: string; readonly isAlwaysDrawn: boolean }
  | { readonly kind: 'close'; readonly hasFaults: boolean };

/** Keeps what it is told; the end of a run is told by who has all of it. */
export function recorder(drawsRaces: boolean): { readonly reporter: Reporter; readonly told: readonly Told[] } {
  const told: Told[] = [];
  const reporter: Reporter = {
    drawsRaces,
    begin: () => void told.push({ kind: 'begin' }),
    diagnostics: (files, diagnostics) => void told.push({ kind: 'diagnostics', files, diagnostics }),
    unread: (path, why) => void told.push({ kind: 'unread', path, why }),
    checks: (ran, races) => {
      // What is drawn of the next ones may depend on these.
      races.of(ran.map(({ result }) => result));
      told.push({ kind: 'checks', ran });
    },
    scenario: (result, command, isAlwaysDrawn) => void told.push({ kind: 'scenario', result, command, isAlwaysDrawn }),
    close: (hasFaults) => void told.push({ kind: 'close', hasFaults }),
    end: () => undefined,
  };
  return { reporter, told };
}

/** Tells all of it to another reporter, under the name that the spec has there. */
export function tellAgain(
  reporter: Reporter,
  told: readonly Told[],
  { name, isBrief }: { readonly name: string; readonly isBrief: boolean },
  races: RacesShown,
): void {
  for (const each of told) {
    switch (each.kind) {
      case 'begin':
        reporter.begin(name, isBrief);
        break;
      case 'diagnostics':
        reporter.diagnostics(each.files, each.diagnostics);
        break;
      case 'unread':
        reporter.unread(each.path, each.why);
        break;
      case 'checks':
        reporter.checks(each.ran, races);
        break;
      case 'scenario':
        reporter.scenario(each.result, each.command, each.isAlwaysDrawn);
        break;
      case 'close':
        reporter.close(each.hasFaults);
        break;
    }
  }
}
