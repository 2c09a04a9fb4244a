import { fences, runCheck } from '@mmspec/analysis';
import { plan, withStandIns } from '@mmspec/semantics';
import type { Fence, MemoryMode, PlannedCheck } from '@mmspec/system';
import { analysed, errorsOf, resolveLibrary } from '../random/pipeline.ts';

/*
 * Law: on small programs the sets that are found are all that are enough and have no smaller one, of all barriers and orders that
 * could be added, found here by trying every set. Of two that differ only in that one has full barriers in place of weaker ones the other is told.
 */

interface Access {
  readonly kind: 'load' | 'store';
  readonly place: string;
  /** What a store stores; the register that a load fills. */
  readonly value: number;
  readonly register: string;
}

/** Two actors, and an end that is forbidden. */
interface Program {
  readonly threads: readonly (readonly Access[])[];
  /** Registers and places, with their values. */
  readonly end: string;
}

/** The shapes of litmus tests with two actors and two accesses each: `W x 1` stores, `R x` loads. */
export const shapes: Readonly<Record<string, string>> = {
  SB: 'W x 1, R y || W y 1, R x ; t0.r1 == 0 and t1.r1 == 0',
  MP: 'W x 1, W y 1 || R y, R x ; t1.r0 == 1 and t1.r1 == 0',
  LB: 'R x, W y 1 || R y, W x 1 ; t0.r0 == 1 and t1.r0 == 1',
  S: 'W x 2, W y 1 || R y, W x 1 ; t1.r0 == 1 and x == 2',
  R: 'W x 1, W y 1 || W y 2, R x ; t1.r1 == 0 and y == 2',
  '2+2W': 'W x 1, W y 2 || W y 1, W x 2 ; x == 1 and y == 1',
};

function programOf(shape: string): Program {
  const [body = '', end = ''] = shape.split(' ; ');
  const threads = body.split(' || ').map((thread) =>
    thread.split(', ').map((access, at): Access => {
      const [kind, place = '', value = '0'] = access.split(' ');
      return { kind: kind === 'W' ? 'store' : 'load', place, value: Number(value), register: `r${at}` };
    }),
  );
  return { threads, end };
}

/** A barrier in front of an access, or an order of it. */
interface Choice {
  readonly thread: number;
  readonly at: number;
  readonly kind: 'full' | 'read' | 'write' | 'acquire' | 'release';
}

const words: Readonly<Record<Choice['kind'], string>> = {
  full: 'smp_mb()',
  read: 'smp_rmb()',
  write: 'smp_wmb()',
  acquire: 'smp_load_acquire()',
  release: 'smp_store_release()',
};

function choicesOf({ threads }: Program): Choice[] {
  return threads.flatMap((accesses, thread) =>
    accesses.flatMap(({ kind }, at): Choice[] => [
      ...(at === 0 ? [] : (['full', 'read', 'write'] as const).map((barrier) => ({ thread, at, kind: barrier }))),
      { thread, at, kind: kind === 'load' ? 'acquire' : 'release' },
    ]),
  );
}

/** The spec with these barriers: each access on a line of its own. */
function textOf({ threads, end }: Program, chosen: readonly Choice[]): string {
  const actors = threads.map((accesses, thread) => {
    const locals = accesses.flatMap(({ kind, register }) => (kind === 'load' ? [`  var ${register}: 0..2 = 0\n`] : []));
    const steps = accesses.map(({ kind, place, value, register }, at) => {
      const own = chosen.filter((each) => each.thread === thread && each.at === at);
      const barriers = own.flatMap((each) => (each.kind === 'acquire' || each.kind === 'release' ? [] : [`atomic ${each.kind} { } `])).join('');
      const isOrdered = own.some((each) => each.kind === 'acquire' || each.kind === 'release');
      const load = isOrdered ? 'smp_load_acquire' : 'READ_ONCE';
      const store = isOrdered ? 'smp_store_release' : 'WRITE_ONCE';
      return `  ${barriers}${kind === 'load' ? `${register} = ${load}(${place})` : `${store}(${place}, ${value})`}\n`;
    });
    return `actor t${thread} {\n${locals.join('')}${steps.join('')}}\n`;
  });
  return `module program\nshared x: 0..2 = 0\nshared y: 0..2 = 0\n${actors.join('')}invariant never: not (t0 at done and t1 at done and ${end})\ncheck c of never { }\n`;
}

async function holds(text: string, memory: MemoryMode): Promise<boolean> {
  const { model, diagnostics } = analysed(text);
  const errors = errorsOf(model, diagnostics);
  if (errors.length > 0) throw new Error(`${errors.join('\n')}\n${text}`);
  const [check] = withStandIns(model, plan(model).checks);
  const planned: PlannedCheck = { ...check!, memory };
  return (await runCheck(model, planned, { races: () => [] })).verdict === 'holds';
}

/** The minimal sets by trying all. */
async function bySearch(program: Program, memory: MemoryMode): Promise<string[]> {
  const choices = choicesOf(program);
  const sets = Array.from({ length: 1 << choices.length }, (_, bits) => choices.filter((_choice, at) => ((bits >>> at) & 1) === 1)).toSorted(
    (a, b) => a.length - b.length,
  );
  const enough: (readonly Choice[])[] = [];
  for (const set of sets) {
    if (enough.some((smaller) => smaller.every((each) => set.includes(each)))) continue;
    if (await holds(textOf(program, set), memory)) enough.push(set);
  }
  const line = ({ thread, at }: Choice): number => lineOf(program, thread, at);
  const isStronger = (set: readonly Choice[], other: readonly Choice[]): boolean =>
    set !== other &&
    other.every((each) =>
      set.some(
        ({ thread, at, kind }) => thread === each.thread && at === each.at && (kind === each.kind || (kind === 'full' && /read|write/u.test(each.kind))),
      ),
    );
  return enough
    .filter((set) => !enough.some((other) => isStronger(set, other)))
    .map((set) => told(set.map((each) => ({ word: words[each.kind], line: line(each) }))))
    .sort();
}

function lineOf({ threads }: Program, thread: number, at: number): number {
  const text = textOf({ threads, end: 'true' }, []);
  const begin = text.split('\n').findIndex((line) => line.startsWith(`actor t${thread} `));
  return begin + 2 + threads[thread]!.filter(({ kind }) => kind === 'load').length + at;
}

const told = (set: readonly Pick<Fence, 'word' | 'line'>[]): string =>
  set
    .map(({ word, line }) => `${word} ${line}`)
    .sort()
    .join(', ');

/** What is found of a shape, and what trying all sets gives. */
export async function bothWays(shape: string, memory: MemoryMode): Promise<{ readonly wanted: readonly string[]; readonly found: readonly string[] }> {
  const program = programOf(shape);
  const text = textOf(program, []);
  const [check] = withStandIns(analysed(text).model, plan(analysed(text).model).checks);
  const { sets, complete } = await fences({ path: 'spec.mmspec', text }, resolveLibrary, check!, memory, { setsMax: 100, triesMax: 1_000 });
  return { wanted: await bySearch(program, memory), found: [...sets.map((set) => told(set.fences)).sort(), ...(complete ? [] : ['and more'])] };
}
