import type { Fault } from './mutant.ts';

const folder = 'packages/compiler/src';

/** Faults in what a step touches, where a run ends, families of zero instances, and optional records. */
export const semanticsFaults: readonly Fault[] = [
  {
    name: 'only the object whose field is accessed is judged',
    file: `${folder}/lower/live.ts`,
    find: 'return [...found];\n}\n\n/** The number of the object of a type',
    replace: 'return [owner];\n}\n\n/** The number of the object of a type',
  },
  {
    name: 'what an object names is exempt for the one around it',
    file: `${folder}/lower/live.ts`,
    find: 'const named = namedCells(world, layout, declaration, condition);',
    replace:
      'const inherited = new Set(namedCells(world, layout, owner, liveCondition(owner) ?? condition).flatMap((cells) => [...cells]));\n    const named = namedCells(world, layout, declaration, condition).map((cells) => new Set([...cells, ...inherited]));',
  },
  {
    name: 'a whole is exempt if a part of it is',
    file: `${folder}/lower/live.ts`,
    find: '(_, at) => first + at).every(isNamed)',
    replace: '(_, at) => first + at).some(isNamed)',
  },
  {
    name: 'a constant index names every element',
    file: `${folder}/lower/named_cells.ts`,
    find: 'const at = index === null ? null : this.#position(index, type.key);',
    replace: 'const at = index === null || this.#position(index, type.key) !== undefined ? null : undefined;',
  },
  {
    name: 'objects are judged after what the step has done so far',
    file: `${folder}/lower/live.ts`,
    find: "source: 'before', watch: false",
    replace: "source: 'after', watch: false",
  },
  {
    name: 'the definition judges objects after what the step has done so far',
    file: 'packages/interpreter/src/live.ts',
    find: 'shared: context.run.before',
    replace: 'shared: context.shared',
  },
  {
    name: '`touch` does not touch what is around',
    file: `${folder}/lower/live.ts`,
    find: 'const instances = context.lowering.world.objects(owner).slice(low, max + 1);\n  for (const declaration of aroundOf(context, owner)) {',
    replace: 'const instances = context.lowering.world.objects(owner).slice(low, max + 1);\n  for (const declaration of [owner]) {',
  },
  {
    name: 'naming what is embedded touches the object around it',
    file: `${folder}/lower/places.ts`,
    find: '  if (holdsObjects(type)) {\n',
    replace:
      "  if (holdsObjects(type)) {\n    for (const other of owner.members) if (other.kind === 'variable' && !holdsObjects(variableType(world, other))) watchPlace(context, fieldPlace(context, owner, id, other));\n",
  },
  {
    name: 'a step that ends in a fault touches nothing',
    file: `${folder}/emit/emit.ts`,
    find: '${property}, ${flags}${instance(leaf)});`',
    replace: '${property}, 0${instance(leaf)});`',
  },
  {
    name: 'the search forgets what a step that ends in a fault touched',
    file: 'packages/checker/src/judging.ts',
    find: 'if (flags !== 0 && before !== null) this.flags(',
    replace: 'if (flags < 0 && before !== null) this.flags(',
  },
  {
    name: '`get` at zero ends the run',
    file: `${folder}/lower/effects.ts`,
    find: 'if (!looked) flagIf(',
    replace: 'if (!looked) faultIf(',
  },
  {
    name: '`get` at zero is not noticed',
    file: `${folder}/lower/effects.ts`,
    find: 'if (!looked) flagIf(',
    replace: 'if (looked) flagIf(',
  },
  {
    name: 'a null reference goes on',
    file: `${folder}/lower/convert.ts`,
    find: "    faultIf(context, compare('===', code, zero), 'null_reference');\n    return convert(context, inner, to);",
    replace: '    return convert(context, inner, to);',
  },
  {
    name: '`ignore` leaves out the steps that it is about',
    file: 'packages/checker/src/search/expansion.ts',
    find: "readonly #emit = (action: number, flags: number): void => {\n    if (this.stopped !== '') return;",
    replace:
      "readonly #emit = (action: number, flags: number): void => {\n    if (this.stopped !== '' || (flags !== 0 && this.judging.all.length === 0)) return;",
  },
  {
    name: 'an array over nobody has an element',
    file: `${folder}/lower/scalars.ts`,
    find: '  return max - min + 1;\n}\n\n/** Smallest and largest number',
    replace: '  return Math.max(1, max - min + 1);\n}\n\n/** Smallest and largest number',
  },
  {
    name: 'an array over nobody is taken for one of objects',
    file: `${folder}/lower/layout.ts`,
    find: 'if (!holdsObjects(variable.type)) variables',
    replace: 'if (sizeOf(world, variable.type) > 0) variables',
  },
  {
    name: 'an optional record that is none is not always the same',
    file: `${folder}/lower/convert.ts`,
    find: 'number(at === 0 ? none : rest)',
    replace: 'number(at === 0 ? none : rest + 1)',
  },
  {
    name: 'a field of an optional record is the one before it',
    file: `${folder}/lower/places.ts`,
    find: 'return partOfPlace(owner, element, 1,',
    replace: 'return partOfPlace(owner, element, 0,',
  },
  {
    name: 'the fields of no record can be read',
    file: `${folder}/lower/places.ts`,
    find: "else faultIf(context, compare('===', asNumber(parts[0] ?? zero), zero), 'null_reference');",
    replace: '',
  },
];
