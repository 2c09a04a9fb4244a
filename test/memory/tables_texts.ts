import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WindowOptions } from '@mmspec/interpreter';
import { plan, withStandIns, type Model } from '@mmspec/semantics';
import type { MemoryMode, Settings } from '@mmspec/system';
import { read } from '../litmus/corpus.ts';
import { tapeOf, textOf } from '../litmus/generator.ts';
import { choicesFrom } from '../random/choices.ts';
import { analysed, enginesOf, errorsOf } from '../random/pipeline.ts';
import { specOf } from '../random/specs.ts';
import { cases, folder } from './case_law.ts';
import { programOf, written } from './forms.ts';
import { specOfLitmus } from './litmus_specs.ts';
import { differencesInTables } from './tables_law.ts';

/*
 * Random programs for the law about tables: specs with properties of all kinds, litmus tests with locks and sections, and accesses of every form.
 */

function programText(number: number): string | null {
  if (number % 3 === 0) return specOf(number);
  if (number % 3 === 1) return specOfLitmus(read(textOf(number, { plain: false, sections: number % 2 === 0 })));
  const { spec } = written(programOf(number, choicesFrom(tapeOf(number))));
  return `${spec}invariant apart: not (t0 at done and t1 at done)\nreachable both: t0 at done and t1 at done\n`;
}

/** Small specs in which little more happens than what is named. */
const chosen: readonly string[] = [
  // A step is judged by what is there after it, and by which one it is.
  `module m
shared x: 0..2 = 0
shared y: 0..1 = 0
actor a { one: x = 1  two: y = 1  three: x = 2 }
actor b { var r: 0..2 = 0  own: y = 0  look: r = x  put: x = r }
invariant grows: x' >= x
invariant late: step is a.three implies y == 1
invariant meets: step is b.put implies x' == b.r' and y' == 1
temporal ends: eventually x == 2
temporal orders: always (step is a.three implies y' == 1)
temporal puts: eventually y == 1
`,
  // Where something was performed beyond the frontier.
  `module m
shared x: 0..1 = 0
shared y: 0..1 = 0
actor a { var r: 0..1 = 0  store: x = 1  load: r = y }
actor b { var r: 0..1 = 0  store: y = 1  load: r = x }
invariant apart: not (a at load and b at load)
invariant behind: a at load implies x == 1
invariant enabled_or_done: a at done or enabled(a.store) or enabled(a.load)
`,
  // Something is wrong at the frontier of one actor, and another one is in the middle of a read-modify-write or guesses.
  `module m
shared x: 0..1 = 0
shared y: 0..2 = 0
actor a { first: x += 1  second: x += 1 }
actor b { var r: 0..2 = 0  add: atomic relaxed { y += 1 }  r = x  if r == 1 { y = 2 } }
actor c { var s: 0..2 = 0  s = y  if s == 1 { x = 1 } else { x = 0 }  s = x }
`,
  `module m
shared x: 0..2 = 0
shared y: 0..2 = 0
shared w: 0..1 = 1
actor a { var r: 0..2 = 0  var s: 0..1 = 0  one: assert x == 0  two: r = y  if r == 1 { three: s = w } }
actor b { x = 1 }
`,
  // What is assumed behind an await that may be one for ever.
  `module m
shared x: 0..2 = 0
shared y: 0..2 = 0
shared z: 0..2 = 0
actor a { var r: 0..2 = 0  var s: 0..2 = 0  await y == 2  r = x  if r == 1 { s = z } else { s = x } x = s }
actor b { var t: 0..2 = 0  z = 1  t = x  if t == 1 { y = 2 } }
actor c { var u: 0..2 = 0  idle await x == 2  u = z  if u == 0 { u = y  y = 1 } }
`,
  `module m
shared x: 0..2 = 0
shared y: 0..2 = 0
actor a { var r: 0..2 = 0  idle await y == 2  r = x  if r == 1 { x = 2 } else { y = 1 } }
actor b { var r: 0..2 = 0  await x == 2  r = y  if r == 1 { x = 1 } }
actor c { x = 1 }
`,
  // Which element takes a result that waits follows from what is not seen yet.
  `module m
shared i: 0..1 = 0
shared x: 0..2[2] = 0
atomic op pick(): 0..2 {
  choose c in {1, 2}
  return c
}
actor a { x[i] = pick()  i = 1 }
actor b { var r: 0..2 = 0  var own: 0..2[2] = 0  i = 1  own[x[0] % 2] = pick()  r = own[0]  x[1] = r }
`,
  // Tasks and a handler have one CPU, and somebody else looks on.
  `module m
import kernel.irq
import kernel.preempt
shared x: 0..2 = 0
shared y: 0..2 = 0
actor s on cpu[0] { var r: 0..2 = 0  loop { preempt_disable()  one: x = 1  two: r = y  preempt_enable()  three: x = r } }
actor t on cpu[0] { loop { local_irq_disable()  either { one: y = 1 } or { two: x = 2 } local_irq_enable()  three: y = 2 } }
actor h on cpu[0] as hardirq { var r: 0..2 = 0  loop { one: r = x  two: y = r } }
actor o { var r: 0..2 = 0  r = y  x = r }
invariant behind: s at three implies x >= 0
`,
];

/** What tells against the law among small specs in which what may be overlooked happens, and among those of `cases/`. */
export function againstChosen(memory: MemoryMode, window: number): readonly string[] {
  return [...chosen, ...cases.map((name) => readFileSync(join(folder, name), 'utf8'))].flatMap((text) => {
    const { model, diagnostics } = analysed(text);
    if (errorsOf(model, diagnostics).length > 0) return errorsOf(model, diagnostics);
    const settings = withStandIns(model, plan(model).checks).map((check) => JSON.stringify(check.settings));
    const once = [...new Set([...settings, '{}'].slice(0, Math.max(1, settings.length)))].map((each) => JSON.parse(each) as Settings);
    const found = once.flatMap((each) => differencesUnder(model, each, { memory, window }, 400) ?? []);
    return found.length === 0 ? [] : [`${found.join('\n')}\n${text}`];
  });
}

interface Asked {
  readonly asked: number;
  readonly wrong: readonly string[];
}

/** What tells against the law among the programs with numbers from `from` to `to - 1`, and of how many it was asked. */
export function againstTables(from: number, to: number, memory: MemoryMode, window: number, statesMax: number): Asked {
  const wrong: string[] = [];
  let asked = 0;
  for (let number = from; number < to && wrong.length < 3; number++) {
    const text = programText(number);
    if (text === null) continue;
    const { model, diagnostics } = analysed(text);
    if (errorsOf(model, diagnostics).length > 0) continue;
    const settings = withStandIns(model, plan(model).checks)[0]?.settings ?? {};
    const found = differencesUnder(model, settings, { memory, window }, statesMax);
    if (found !== null) asked++;
    if (found !== null && found.length > 0) wrong.push(`${number}:\n${found.join('\n')}\n${text}`);
  }
  return { asked, wrong };
}

/** The same of one spec under one setting; null: it has more states than that. */
export function differencesUnder(model: Model, settings: Settings, options: WindowOptions, statesMax: number): readonly string[] | null {
  return differencesInTables({ model, settings, properties: enginesOf(model, settings).system.properties }, options, statesMax);
}
