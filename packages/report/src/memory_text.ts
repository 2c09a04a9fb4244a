import { windowMost } from '@mmspec/system';
import type { CheckResult, IndivisibleStep, WindowBound } from '@mmspec/system';
import { counted, unbroken } from './wrap.ts';

/*
 * What a verdict under tso or weak has assumed.
 */

type Line = readonly [label: string, text: string];

/** The lines below a verdict: what bounds it, which steps are one though they are several accesses, and what was not used. */
export function memoryLines(check: Pick<CheckResult, 'memory' | 'bounded' | 'indivisible' | 'unused' | 'results'>): readonly Line[] {
  const { bounded, indivisible = [], unused = [], results } = check;
  return [
    ...(typeof bounded === 'object' && saysMoreInWindows(results) ? [['bounded:  ', `${bounded.where}; ${furtherText(bounded)}`] as const] : []),
    ...(indivisible.length === 0 ? [] : [['one step: ', indivisibleText(indivisible)] as const]),
    ...(unused.length === 0 ? [] : [['not used: ', `${unused.join(', ')}: a search under ${check.memory} is whole, and of one thread`] as const]),
  ];
}

/** Whether other windows could say more of what was judged: a race is one whatever the window. */
export function saysMoreInWindows(results: CheckResult['results']): boolean {
  return results.some(({ verdict, depth }) => verdict !== 'violated' || depth === null);
}

function furtherText({ window, wider }: WindowBound): string {
  if (!wider) return 'no wider window shows more';
  return window < windowMost ? `--window ${window + 1} goes further` : 'there is no wider window';
}

/** `2 steps over several locations, performed as one: a.mmspec:12, 30`. */
function indivisibleText(steps: readonly IndivisibleStep[]): string {
  const byPath = new Map<string, number[]>();
  for (const { path, line } of steps)
    byPath.set(
      path,
      [...(byPath.get(path) ?? []), line].toSorted((one, other) => one - other),
    );
  const places = [...byPath].map(([path, lines]) => unbroken(`${path}:${[...new Set(lines)].join(', ')}`));
  return `${counted(steps.length, 'step')} over several locations, which no processor performs as one: ${places.join('; ')}`;
}

/** What is said once, where anything was searched under weak. */
export const weakIsNoModel: string =
  'memory weak is one machine within the memory model of the kernel, not that model; mmspec litmus answers by the model itself.';
