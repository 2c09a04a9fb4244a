import { libraryModules } from '@mmspec/library';
import { candidatesOf, suggestOf, type Candidates } from '@mmspec/source';
import type { Diagnostic, SourceFile } from '@mmspec/source';
import type { Import, LostNames, Module } from '@mmspec/syntax';
import { tooMany } from './checks/effort.ts';
import { tooDeep } from './too_deep.ts';
import type { Reader, Resolver } from './model.ts';
import { didYouMean, replacement, rule, type Rule, violation } from './rule.ts';

/** Every import names a module that exists. */
export const missingModule: Rule = rule({
  code: 'MM0201',
  title: 'module not found',
  why: '`import a.b` is the file `a/b.mmspec` in the folder of the importing file or one above it, else the library module of that name.',
  text: 'An import is a dotted name. It is looked up as a file below the folder of the importing file, then below its parents, and at last in the library that comes with mmspec.',
  example: 'module m\nimport kernel.foliio\n',
  fix: 'module m\n',
});

/** No module imports itself, not even through others. */
export const circularImport: Rule = rule({
  code: 'MM0202',
  title: 'circular import',
  why: 'A module can only use names of modules that are complete without it.',
  text: 'Modules are read in the order of their imports, so that the variables of an imported module come before those of the importing one. A cycle has no such order.',
  example: '//- /m.mmspec\nmodule m\nimport n\n//- /n.mmspec\nmodule n\nimport m\n',
  fix: '//- /m.mmspec\nmodule m\nimport n\n//- /n.mmspec\nmodule n\n',
});

/** All files of a spec and who imports whom. */
export interface Loaded {
  /** The spec first. */
  readonly files: readonly SourceFile[];
  readonly modules: readonly Module[];
  /** Indices of the files, each after everything that it imports. */
  readonly order: readonly number[];
  /** For each file the files whose names it sees: itself, its imports, and theirs. */
  readonly visible: readonly ReadonlySet<number>[];
  /** For each file what each of its imports means, in the order of the text; -1: nothing. */
  readonly imports: readonly (readonly number[])[];
  readonly diagnostics: readonly Diagnostic[];
  /** For each file the names in declarations that could not be read. */
  readonly lost: readonly LostNames[];
}

/** Parses a spec and everything that it imports; a file that several import is loaded once. */
export function load(main: SourceFile, resolve: Resolver, read: Reader): Loaded {
  const files: SourceFile[] = [];
  const modules: Module[] = [];
  const visible: Set<number>[] = [];
  const imports: number[][] = [];
  const order: number[] = [];
  const diagnostics: Diagnostic[] = [];
  const indexOf = new Map<string, number>();
  const lost: LostNames[] = [];
  const open: string[] = [];

  const enter = (file: SourceFile): number => {
    const index = files.length;
    indexOf.set(file.path, index);
    files.push(file);
    const parsed = read(file, index);
    diagnostics.push(...parsed.diagnostics);
    lost.push(parsed.lost);
    const deep = tooDeep(parsed.module) ?? tooMany(parsed.module, file);
    if (deep !== null) diagnostics.push(deep);
    const module = deep === null ? parsed.module : { ...parsed.module, imports: [], items: [] };
    modules.push(module);
    const sees = new Set([index]);
    visible.push(sees);
    const own: number[] = [];
    imports.push(own);
    open.push(file.path);
    for (const imported of module.imports) {
      const target = follow(imported, file);
      own.push(target ?? -1);
      if (target !== null) for (const seen of visible[target] ?? []) sees.add(seen);
    }
    open.pop();
    order.push(index);
    return index;
  };

  const follow = (imported: Import, importer: SourceFile): number | null => {
    const path = imported.path.map((part) => part.text);
    if (path.length === 0 || path.includes('')) return null;
    const file = resolve(path, importer);
    if (file === null) {
      diagnostics.push(unknownModule(imported, path, importer));
      return null;
    }
    if (open.includes(file.path)) {
      const circle = [...open.slice(open.indexOf(file.path)), file.path].join(' -> ');
      diagnostics.push(violation(circularImport, imported.span, `This import closes a cycle: ${circle}.`, 'Move what both need into a third module.'));
      return null;
    }
    return indexOf.get(file.path) ?? enter(file);
  };

  enter(main);
  return { files, modules, order, visible, imports, diagnostics, lost };
}

/** The modules of the library by their last names. */
const ofLibrary: ReadonlyMap<string, string> = new Map(libraryModules.map((module) => [module.split('.').at(-1) ?? module, module]));

/** Their last names, put in order when a module is missing. */
let lastNames: Candidates | null = null;

/** A module is missing: the library may have it in its folder or by a name that is near, and in a mail it may be the spec that the mail answers. */
function unknownModule(imported: Import, path: readonly string[], { parts }: SourceFile): Diagnostic {
  const name = path.at(-1) ?? '';
  const near = (ofLibrary.has(name) ? [name] : suggestOf(name, (lastNames ??= candidatesOf(ofLibrary.keys())))).map((each) => ofLibrary.get(each) ?? each);
  const help = didYouMean(near) || 'Check the spelling and the folder of the file.';
  const inMail = parts === undefined ? '' : ' What is laid over another spec goes with it: `mmspec review SPEC --with THIS`.';
  const [first, last] = [imported.path[0], imported.path.at(-1)];
  const fixes = first === undefined || last === undefined ? [] : near.slice(0, 3).map((each) => replacement({ ...first.span, end: last.span.end }, each));
  return violation(missingModule, imported.span, `There is no module \`${path.join('.')}\`.`, help + inMail, { fixes });
}
