import type { FairnessItem, Formula } from '@mmspec/system';
import type { Choices } from '../choices.ts';
import { propertyScope } from './properties.ts';
import { specText } from './spec.ts';
import { truth } from './truths.ts';
import type { World } from './world.ts';

/*
 * Random specs with one property about paths, under fairness of actors, labels and actions, together with what it means.
 */

export interface PathSpec {
  readonly text: string;
  /** What the property says; atom k is true where the state satisfies the property `part_k`, which is `reachable`. */
  readonly formula: Formula;
  readonly fairness: readonly FairnessItem[];
}

const atomCount = 3;

/** A formula, and how the spec writes it. */
interface Written {
  readonly text: string;
  readonly formula: Formula;
}

export function pathSpec(choices: Choices): PathSpec {
  let formula: Formula = { kind: 'truth', value: true };
  let fairness: readonly FairnessItem[] = [];
  const text = specText(choices, { later: false, paths: true }, (world, actions) => {
    const atoms = Array.from({ length: atomCount }, (_, atom): Written => ({
      text: `(${truth(propertyScope(world, 'state', null), 1).text})`,
      formula: { kind: 'atom', atom },
    }));
    const property = joined(choices, atoms, 1 + choices.below(3), { left: 1 });
    const constraints = fairnessOf(world, actions);
    formula = property.formula;
    fairness = constraints.items;
    return [...atoms.map((atom, index) => `reachable part_${index}: ${atom.text}`), `temporal about_paths: ${property.text}${constraints.text}`];
  });
  return { text, formula, fairness };
}

function joined(choices: Choices, atoms: readonly Written[], count: number, room: { left: number }): Written {
  if (count === 1) return leaf(choices, atoms, room);
  const [one, other] = [joined(choices, atoms, 1, room), joined(choices, atoms, count - 1, room)];
  switch (choices.below(3)) {
    case 0:
      return { text: `(${one.text}) and (${other.text})`, formula: { kind: 'and', operands: [one.formula, other.formula] } };
    case 1:
      return { text: `(${one.text}) or (${other.text})`, formula: { kind: 'or', operands: [one.formula, other.formula] } };
    default:
      return { text: `(${one.text}) implies (${other.text})`, formula: { kind: 'or', operands: [{ kind: 'not', operand: one.formula }, other.formula] } };
  }
}

function leaf(choices: Choices, atoms: readonly Written[], room: { left: number }): Written {
  const atom = choices.pick(atoms);
  const always = (operand: Formula): Formula => ({ kind: 'always', steps: false, operand });
  const eventually = (operand: Formula): Formula => ({ kind: 'eventually', operand });
  const form = choices.below(room.left > 0 ? 6 : 3);
  if (form >= 3) room.left--;
  switch (form) {
    case 0:
    case 1:
      return { text: `always eventually ${atom.text}`, formula: always(eventually(atom.formula)) };
    case 2:
      return { text: `eventually always ${atom.text}`, formula: eventually(always(atom.formula)) };
    case 3:
      return { text: `eventually ${atom.text}`, formula: eventually(atom.formula) };
    case 4: {
      const right = choices.pick(atoms);
      return { text: `${atom.text} until ${right.text}`, formula: { kind: 'until', left: atom.formula, right: right.formula } };
    }
    default: {
      const right = choices.pick(atoms);
      return {
        text: `${atom.text} leads to ${right.text}`,
        formula: always({ kind: 'or', operands: [{ kind: 'not', operand: atom.formula }, eventually(right.formula)] }),
      };
    }
  }
}

/** Fairness of everybody, of an actor or one of its labels, and of the action there is. */
function fairnessOf({ actors, choices }: World, actionLines: readonly string[]): { readonly text: string; readonly items: readonly FairnessItem[] } {
  const [, action = null] = /^action (\w+)/u.exec(actionLines[0] ?? '') ?? [];
  const written = Array.from({ length: choices.below(4) }, (): { readonly text: string; readonly item: FairnessItem } => {
    const strong = choices.chance(45);
    const how = strong ? 'strongly fair' : 'fair';
    const nobody = { strong, actor: null, index: null, environment: null, names: [] };
    if (action !== null && choices.chance(60)) return { text: `${how} ${action}`, item: { ...nobody, environment: action } };
    if (choices.chance(50)) return { text: how, item: nobody };
    const actor = choices.pick(actors);
    const index = actor.count !== null && choices.chance(50) ? 0 : null;
    const [label] = actor.labels;
    const names = label !== undefined && choices.chance(50) ? [label.name] : [];
    const stop = actor.labels.findLast(({ hasLocation }) => hasLocation);
    const except = stop !== undefined && choices.chance(40) ? [{ actor: choices.chance(50) ? actor.name : null, names: [stop.name] }] : [];
    const stops = except.map((place) => ` except ${[...(place.actor === null ? [] : [place.actor]), ...place.names].join('.')}`).join('');
    return {
      text: `${how} ${[`${actor.name}${index === null ? '' : '[0]'}`, ...names].join('.')}${stops}`,
      item: { ...nobody, actor: actor.name, index, names, ...(except.length === 0 ? {} : { except }) },
    };
  });
  return { text: written.length === 0 ? '' : ` under ${written.map((each) => each.text).join(', ')}`, items: written.map((each) => each.item) };
}
