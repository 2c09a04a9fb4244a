import { sameTexts, type RunTexts } from '../run_texts.ts';
import type { Run } from './known.ts';

/** Why a run ended before it was done. */
export type Ended = 'cancelled' | 'superseded';

/** The runs that go on. Guards that each has a number of its own, and that what a newer one does is not done twice. */
export class Runs {
  private count = 0;
  private readonly going: Set<Run> = new Set();

  /** Begins a run. Older ones of the same spec end where it does what they do: those of a save on other texts, and those that ask for nothing else. */
  begin(asked: Omit<Run, 'serial' | 'controller'>): Run {
    const run: Run = { ...asked, serial: ++this.count, controller: new AbortController() };
    for (const older of this.of(run.texts.main.path)) if (isCovered(older, run)) this.end(older, 'superseded');
    this.going.add(run);
    return run;
  }

  /** Ends a run early; nothing that it finds from now on is kept. */
  end(run: Run, why: Ended): void {
    this.going.delete(run);
    run.controller.abort(why);
  }

  /** It has come to its end by itself. */
  done(run: Run): void {
    this.going.delete(run);
  }

  of(path: string): readonly Run[] {
    return [...this.going].filter(({ texts }) => texts.main.path === path);
  }

  get all(): readonly Run[] {
    return [...this.going];
  }

  /** Whether a check is being run on these texts. */
  isRunning(name: string, texts: RunTexts): boolean {
    return this.of(texts.main.path).some((run) => (run.names === null || run.names.includes(name)) && sameTexts(run.texts, texts));
  }
}

function isCovered(older: Run, newer: Run): boolean {
  if (newer.isOfSave) return older.isOfSave && !sameTexts(older.texts, newer.texts);
  return newer.names === null || (older.names !== null && older.names.every((name) => newer.names?.includes(name)));
}
