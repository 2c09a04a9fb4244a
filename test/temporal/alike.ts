import { explore } from '@mmspec/checker';
import { choicesFrom } from '../random/choices.ts';
import { engines, SpecError } from '../random/pipeline.ts';
import { replay } from '../random/replay.ts';
import { tapeOf } from '../random/specs.ts';
import { memberSpec } from '../reductions/snippets.ts';

/*
 * Law: where one member of an interchangeable family is judged in place of all, the verdict is that of all of them. The specs
 * are random ones about members; their properties range over members once, twice, beside a member that is named, and under
 * fairness of one of them.
 */

const properties: readonly string[] = [
  'temporal one: forall v in vcpu: always eventually v at act under fair',
  'temporal two: forall v in vcpu: forall w in vcpu: v at act leads to w at act under fair',
  'temporal own: forall v in vcpu: v at look leads to v at act under strongly fair',
  'temporal other_one: forall v in vcpu: (v at look leads to v at act) and (always eventually vcpu[0] at act) under fair',
  'temporal alone: forall v in vcpu: always eventually v at act under fair vcpu[0]',
  'temporal first: forall v in vcpu: v == vcpu[0] or always eventually v at act under fair',
  'temporal named: forall v in vcpu: vcpu[1] at look leads to v at pick under strongly fair',
];

/** What random specs were. */
export interface Counts {
  violated: number;
  holds: number;
}

const statesMax = 1_000;

/** The law on the random spec with a number; what is wrong, or null. */
export async function wrongAlike(number: number, counts: Counts): Promise<string | null> {
  const text = `${memberSpec(choicesFrom(tapeOf(number)))}${properties.join('\n')}\n`;
  let built;
  try {
    built = engines(text);
  } catch (error) {
    if (error instanceof SpecError || (error instanceof Error && /MM0\d\d\d/u.test(error.message))) return null;
    throw error;
  }
  const { system, machine } = built;
  const judged = [...system.properties.keys()].filter((index) => system.properties[index]!.kind === 'temporal');
  const all = await explore(system, { properties: judged, statesMax, reduction: false });
  if (!all.finished) return null;
  const one = await explore(system, { properties: judged });
  for (const [at, { property, verdict, path }] of one.results.entries()) {
    const about = `${system.properties[property]!.name} of spec ${number}\n${text}`;
    if (verdict !== all.results[at]!.verdict) return `expected ${all.results[at]!.verdict}, found ${verdict}: ${about}`;
    counts[verdict === 'violated' ? 'violated' : 'holds']++;
    const wrong = path === null ? null : replay(system, machine, property, path);
    if (wrong !== null) return `${wrong}: ${about}`;
  }
  return null;
}
