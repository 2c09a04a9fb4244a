import type { Diagnostic } from '@mmspec/source';
import type { CodeAction } from './code_actions.ts';
import type { Snapshot } from '../names/snapshot.ts';

/** A name, a type, an operation that is not there. */
const unknownNames: ReadonlySet<string> = new Set(['MM0205', 'MM0206', 'MM0208']);

/** Imports that would bring an unknown name in a range; `homes` are the modules that declare it. */
export function importFixes(snapshot: Snapshot, from: number, to: number, homes: (name: string) => readonly string[]): CodeAction[] {
  const touching = snapshot.analysed.diagnostics.filter(({ code, span }) => unknownNames.has(code) && span.file === 0 && span.start <= to && from <= span.end);
  return touching.flatMap((diagnostic) =>
    homes(snapshot.main.text.slice(diagnostic.span.start, diagnostic.span.end)).flatMap((home) => importOf(snapshot, home, diagnostic)),
  );
}

function importOf({ module }: Snapshot, home: string, diagnostic: Diagnostic): CodeAction[] {
  const last = module.imports.at(-1)?.span ?? module.name.at(-1)?.span;
  if (last === undefined || module.imports.some(({ path }) => path.map(({ text }) => text).join('.') === home)) return [];
  const span = { file: 0, start: last.end, end: last.end };
  return [
    { title: `Import \`${home}\``, kind: 'quickfix', edits: [{ span, text: `${module.imports.length === 0 ? '\n\n' : '\n'}import ${home}` }], diagnostic },
  ];
}
