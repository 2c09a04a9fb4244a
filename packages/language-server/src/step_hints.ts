import { positionAt, type SourceFile } from '@mmspec/source';
import type { Found } from './verdicts/known.ts';
import type { ResultWithSteps, StepTaken } from './verdicts/steps_taken.ts';

/*
 * Beside the source: how often the checks that ran have taken the steps of a line, and which were never taken.
 */

export interface StepHint {
  /** The end of the line. */
  readonly offset: number;
  readonly text: string;
  readonly tooltip: string;
}

/** A step with what each check has to say about it. */
interface Counted {
  readonly step: StepTaken;
  readonly by: readonly { readonly check: string; readonly count: number; readonly isWhole: boolean }[];
}

/** For each line of a file with steps that the checks were about. */
export function stepHints(file: SourceFile, found: readonly Found[]): StepHint[] {
  const lines = new Map<number, Counted[]>();
  for (const counted of countedSteps(file, found)) {
    const { line } = positionAt(file, counted.step.start);
    lines.set(line, [...(lines.get(line) ?? []), counted]);
  }
  return [...lines.values()].map((steps) => {
    const last = Math.max(...steps.map(({ step }) => step.start));
    const end = file.text.indexOf('\n', last);
    return { offset: end < 0 ? file.text.length : end, text: `  ${textOf(steps)}`, tooltip: steps.map(tooltipOf).join('\n\n') + footnote };
  });
}

const footnote = '\n\nOf interchangeable actors, and of orders of independent steps, only those count that a search looked at.';

function countedSteps({ path }: SourceFile, found: readonly Found[]): Counted[] {
  const counted = new Map<number, Counted>();
  for (const { kind, result } of found) {
    const { steps } = result as ResultWithSteps;
    if (kind !== 'check' || steps === undefined) continue;
    for (const step of steps.steps.filter((each) => each.path === path)) {
      const before = counted.get(step.start);
      const by = { check: result.name, count: step.count, isWhole: steps.isWhole };
      counted.set(step.start, { step, by: [...(before?.by ?? []), by] });
    }
  }
  return [...counted.values()].sort((a, b) => a.step.start - b.step.start);
}

/** Of several steps on a line each one, in the order of the text. */
function textOf(steps: readonly Counted[]): string {
  return steps.length <= stepsMax ? steps.map(wordsOf).join(', ') : `${wordsOf({ ...(steps[0] as Counted), by: steps.flatMap(({ by }) => by) })} together`;
}

const stepsMax = 4;

/** `never` only where all states were seen. */
function wordsOf({ by }: Counted): string {
  const count = by.reduce((sum, each) => sum + each.count, 0);
  if (count > 0) return `${count.toLocaleString('en-US')}×`;
  return by.every(({ isWhole }) => isWhole) ? 'never taken' : 'not taken yet';
}

const checksMax = 8;

function tooltipOf({ step, by }: Counted): string {
  const said = by.slice(0, checksMax).map(({ check, count, isWhole }) => {
    if (count > 0) return `${count.toLocaleString('en-US')}× in ${check}`;
    return isWhole ? `never in ${check}` : `not in ${check}, which did not see all states`;
  });
  const more = by.length - said.length;
  return `\`${step.name === '' ? 'This step' : step.name}\` was taken ${said.join(', ')}${more > 0 ? `, and ${more} more checks were run` : ''}.`;
}
