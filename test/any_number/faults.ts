import type { Fault } from '../random/mutant.ts';

const parts = 'packages/parametric/src/parts.ts';
const decisions = 'packages/parametric/src/decisions.ts';
const closure = 'packages/parametric/src/closure.ts';
const views = 'packages/parametric/src/views.ts';
const dependence = 'packages/parametric/src/dependence.ts';
const witnesses = 'packages/parametric/src/witnesses.ts';
const deciding = 'packages/parametric/src/any_number.ts';

/** Mistakes in what is proved for any number. */
export const anyNumberFaults: readonly Fault[] = [
  {
    name: 'those outside are forgotten in counters',
    file: decisions,
    find: 'if (weight > 0) positive = true;',
    replace: '',
  },
  {
    name: 'signs of those outside are ignored',
    file: decisions,
    find: 'if (!negative) low = Math.max(low, 0);',
    replace: 'low = Math.max(low, 0);',
  },
  {
    name: 'of two outcomes one is taken',
    file: decisions,
    find: 'this.#trail[this.#trail.length - 1] = false;',
    replace: 'if (this.#trail.length > 1) return; this.#trail[this.#trail.length - 1] = false;',
  },
  {
    name: 'whoever adds something is left out where the sum is any number',
    file: decisions,
    find: 'if (bounds.low !== 0 || bounds.high !== 0) return;',
    replace: '',
  },
  {
    name: 'what is known of a sum is kept from one way to the next',
    file: decisions,
    find: 'this.#bounds = new Map();',
    replace: '',
  },
  {
    name: 'an epoch is not begun',
    file: parts,
    find: 'shares.forEach((own, member) => (own[feature] = weigh(value.rest, before.shares[member]!)));',
    replace: '',
  },
  {
    name: 'whoever has raised a flag is alone',
    file: parts,
    find: 'if (other[at] !== 0) for (const local of locals) if (local[at] !== 0) return false;',
    replace: 'if (other[at] !== 0 && locals.length > 0) return false;',
  },
  {
    name: 'the tag of a name is lost',
    file: parts,
    find: 'local.push(named?.member === member ? named.which + 1 : 0);',
    replace: 'local.push(0);',
  },
  {
    name: 'the bit of a set is lost',
    file: parts,
    find: 'for (const cell of this.#sets) local.push(gathered(cells[cell] as number, shape.sets.get(cell)!, member));',
    replace: 'for (const _ of this.#sets) local.push(0);',
  },
  {
    name: 'parts are not looked at again when somebody new can be outside',
    file: closure,
    find: 'const grows = size === 2 || before.kinds !== corner.kinds.length;',
    replace: 'const grows = false;',
  },
  {
    name: 'one witness too few in steps',
    file: deciding,
    find: '(small.program.steps[at]?.kind === small.shape.kind ? 1 : 0) + need +',
    replace: '(small.program.steps[at]?.kind === small.shape.kind ? 1 : 0) + Math.max(0, need - 1) +',
  },
  {
    name: 'one witness too few in properties',
    file: deciding,
    find: 'return isOurs ? Math.max(so, small.properties[at]!) : so;',
    replace: 'return isOurs ? Math.max(so, small.properties[at]! - 1) : so;',
  },
  {
    name: 'the one that moves is no instance of the part',
    file: deciding,
    find: '(small.program.steps[at]?.kind === small.shape.kind ? 1 : 0) + need +',
    replace: 'need +',
  },
  {
    name: 'steps may tell instances apart',
    file: 'packages/compiler/src/reductions/symmetry/families.ts',
    find: 'if (symmetryBreak.property === null) return null;',
    replace: 'if (symmetryBreak.property === null) continue;',
  },
  {
    name: 'only the first instance moves',
    file: closure,
    find: 'for (const at of movers) if (at >= 0 && this.#canMove(part.locals[at]!)) this.#move(corner, ids[at]!, swapped(part, at));',
    replace: 'this.#move(corner, ids[0]!, part);',
  },
  {
    name: 'those that were counted in a step are counted right',
    file: deciding,
    find: 'if (name === null) throw new Undecided(`${reason} in a step`);',
    replace: 'if (name === null) return;',
  },
  {
    name: 'a name that the step stores is one instance for each text',
    file: witnesses,
    find: 'if (loadsIn(index).some((cell) => stored.has(cell)))',
    replace: 'if (stored.size < 0)',
  },
  {
    name: 'of two ways the one that needs the most witnesses is taken alone',
    file: dependence,
    find: 'return sizeOf(together) === most ? together : { ...nothing, binders: new Map([[{}, most]]) };',
    replace: 'return all.reduce((best, each) => (sizeOf(each) > sizeOf(best) ? each : best), nothing);',
  },
  {
    name: 'a guard that is false needs no witness either',
    file: witnesses,
    find: "if (condition.kind !== (wanted ? 'and' : 'or')) return ofExpr(condition, questions);",
    replace: "if (condition.kind !== 'and' && condition.kind !== 'or') return ofExpr(condition, questions);",
  },
  {
    name: 'parts with a new pair are not looked at',
    file: views,
    find: 'relate(id, at + 1, fresh || found >= before.pairs);',
    replace: 'relate(id, at + 1, fresh);',
  },
  {
    name: 'an instance that a step changes is what it was',
    file: parts,
    find: 'return old !== undefined && isSame(old, local) ? old : local;',
    replace: 'return old !== undefined && isSame(old.slice(0, 1), local) ? old : local;',
  },
  {
    name: 'whoever is outside adds nothing to a remainder',
    file: decisions,
    find: 'for (let next = step; next < divisor && !this.either(); next += step) remainder = constant + next;',
    replace: 'if (step > divisor) remainder += step;',
  },
];
