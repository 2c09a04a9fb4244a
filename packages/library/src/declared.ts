import { modules } from './modules.ts';

/** A declaration that others may use; in a text of the library each begins a line. */
const declaration = /^(?:const|variant|define|enum|record|object|shared|ghost|(?:atomic(?: [a-z]+){0,2} )?op|actor) (\w+)/gmu;

let known: ReadonlyMap<string, string> | null = null;

/** By the name of each declaration of the library the module that declares it; read once, when it is asked for. */
function declared(): ReadonlyMap<string, string> {
  known ??= new Map([...modules].toReversed().flatMap(([module, text]) => [...text.matchAll(declaration)].map(([, name = '']) => [name, module] as const)));
  return known;
}

/** The module of the library that declares a name, such as `kernel.folio` of `folio_try_get`; null where none does. Of several the first by name. */
export function libraryModuleOf(name: string): string | null {
  return declared().get(name) ?? null;
}

/** All names that the library declares. */
export function libraryNames(): readonly string[] {
  return [...declared().keys()];
}
