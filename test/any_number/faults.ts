import type { Fault } from '../random/mutant.ts';

const parts = 'packages/parametric/src/parts.ts';
const decisions = 'packages/parametric/src/decisions.ts';
const closure = 'packages/parametric/src/closure.ts';
const views = 'packages/parametric/src/views.ts';
const projection = 'packages/parametric/src/projection.ts';
const dependence = 'packages/parametric/src/dependence.ts';
const witnesses = 'packages/parametric/src/witnesses.ts';
const engine = 'packages/parametric/src/engine.ts';
const deciding = 'packages/parametric/src/any_number.ts';

/** Mistakes in what is proved for any number. */
export const anyNumberFaults: readonly Fault[] = [
  {
    name: 'those outside are forgotten in counters',
    file: decisions,
    find: 'if (weight > 0) free.high = Infinity;',
    replace: '',
  },
  {
    name: 'signs of those outside are ignored',
    file: decisions,
    find: 'if (weight < 0) free.low = -Infinity;',
    replace: '',
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
    find: 'if (own !== null) own[feature] = weigh(value.rest, before.shares[member]!);',
    replace: '',
  },
  {
    name: 'whoever has raised a flag is alone',
    file: views,
    find: 'return mine.every((tag, at) => tag === 0 || its[at] === 0);',
    replace: 'return mine.length > 0 && its.every((tag) => tag === 0);',
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
    find: 'const all = before.kinds !== kinds;',
    replace: 'const all = before.kinds > kinds;',
  },
  {
    name: 'one witness too few in steps',
    file: deciding,
    find: '(program.steps[at]?.kind === shape.families[family]!.kind ? 1 : 0) + need +',
    replace: '(program.steps[at]?.kind === shape.families[family]!.kind ? 1 : 0) + Math.max(0, need - 1) +',
  },
  {
    name: 'one witness too few in properties',
    file: deciding,
    find: 'return isOurs ? Math.max(so, properties[family]![at]!) : so;',
    replace: 'return isOurs ? Math.max(so, properties[family]![at]! - 1) : so;',
  },
  {
    name: 'the one that moves is no instance of the part',
    file: deciding,
    find: '(program.steps[at]?.kind === shape.families[family]!.kind ? 1 : 0) + need +',
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
    find: 'for (let place = 0; place < count; place++) {',
    replace: 'for (let place = 0; place < Math.min(count, 1); place++) {',
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
    name: 'what instances say about each other is in no part',
    file: closure,
    find: 'return relations === null ? part : this.#related(part, relations, this.#inOrder);',
    replace: 'return relations === null ? part : part;',
  },
  {
    name: 'a stale share of a copy is kept',
    file: parts,
    find: 'if (own !== null) own[feature] = weigh(',
    replace: 'if (own !== null) own[feature]! += weigh(',
  },
  {
    name: 'instances are of one class whatever a step looks at',
    file: closure,
    find: '(options.plain === true ? everywhere : places)',
    replace: '(options.plain === true ? everywhere : [])',
  },
  {
    name: 'shares of counters are in no class',
    file: projection,
    find: 'else if (feature !== undefined) found.add(shareAt + feature);',
    replace: '',
  },
  {
    name: 'a counter that is stored is one that is raised',
    file: projection,
    find: 'if (!isRaised(cell, value)) note(cell);',
    replace: 'if (cell.terms.length > 0) note(cell);',
  },
  {
    name: 'an instance that is found late is not what others of its class become',
    file: 'packages/parametric/src/classes.ts',
    find: 'for (const effect of known.effects) this.#apply(place, effect);',
    replace: '',
  },
  {
    name: 'whoever is outside makes no difference to what was asked',
    file: 'packages/parametric/src/outsiders.ts',
    find: 'if (consulted.size === 0) return 0;',
    replace: 'if (consulted.size < 99) return 0;',
  },
  {
    name: 'whoever is outside adds nothing to a remainder',
    file: decisions,
    find: 'for (let next = step; next < divisor && !this.either(); next += step) remainder = constant + next;',
    replace: 'if (step > divisor) remainder += step;',
  },
  {
    name: 'generated steps take what depends on who is outside for a number',
    file: 'packages/parametric/src/values.ts',
    find: "if (typeof one !== 'number' || typeof other !== 'number') return machine.decisions.compare(operator, one, other);",
    replace: "if (typeof one !== 'number' || typeof other !== 'number') return operator !== '===';",
  },
  {
    name: 'of several families the last one has no witnesses',
    file: deciding,
    find: 'const instances = stepNeeds.map((needs, family) => this.#instances(size, needs, family, judged, small));',
    replace: 'const instances = stepNeeds.map(() => this.#instances(size, stepNeeds[0]!, 0, judged, small));',
  },
  {
    name: 'of several families the instances of the first one move',
    file: engine,
    find: 'const { kind } = this.#shape.families[family]!;',
    replace: 'const { kind } = this.#shape.families[0]!;',
  },
  {
    name: 'steps that look at others are taken where there are none',
    file: engine,
    find: 'const isAlone = this.#isAloneAfter && this.#isOfShares(places) && takes.every((taken) => taken.isAlone);',
    replace: 'const isAlone = this.#isAloneAfter && takes.every((taken) => taken.isAlone);',
  },
  {
    name: 'steps that need a witness are taken where there is none',
    file: engine,
    find: 'isAlone: this.#needs[index] === 0,',
    replace: 'isAlone: true,',
  },
  {
    name: 'properties that need witnesses are asked where there are none',
    file: engine,
    find: 'const isAlone = options.needs.properties[index] === 0 &&',
    replace: 'const isAlone =',
  },
  {
    name: 'a counter that is found to be less than it is given is lowered',
    file: 'packages/compiler/src/differences.ts',
    find: "const operator = difference < 0 ? '-' : '+';",
    replace: "const operator = '-';",
  },
  {
    name: 'whoever has a flag adds nothing',
    file: decisions,
    find: 'return of === null ? null : { low: free.low + of.low, high: free.high + of.high };',
    replace: 'return of === null ? null : free;',
  },
  {
    name: 'whoever has two flags is two',
    file: decisions,
    find: 'held.filter((each) => !holds.includes(each)),',
    replace: 'held.slice(1),',
  },
  {
    name: 'a flag of somebody in the part is one of somebody outside too',
    file: views,
    find: 'return corner.held.filter((tag) => !inside.has(tag));',
    replace: 'return corner.held.filter((tag) => !inside.has(tag + 99));',
  },
  {
    name: 'what was found with others outside is so with all',
    file: closure,
    find: 'this.#depending.get(key)?.get(outside.id)',
    replace: '[...(this.#depending.get(key)?.values() ?? [])][0]',
  },
  {
    name: 'those outside are asked about as if nothing had been asked',
    file: 'packages/parametric/src/outsiders.ts',
    find: 'if (consulted.size === 0) return this.#nothing;',
    replace: 'if (consulted.size < 99) return this.#nothing;',
  },
  {
    name: 'what finds a cell is not read',
    file: witnesses,
    find: '...partsOfExpr(expr).flatMap(loadsIn)];',
    replace: "...(expr.kind === 'load' ? [] : partsOfExpr(expr).flatMap(loadsIn))];",
  },
  {
    name: 'whoever is in its own set is somebody else where it stands elsewhere in a part',
    file: parts,
    find: 'spread(gathered(value, set, from), set, to)',
    replace: '(value & spread(-1, set, from))',
  },
];
