import { libraryModuleOf, libraryNames } from '@mmspec/library';
import { suggest } from '@mmspec/source';
import { adviceOf, habitOfName, withCondition } from '@mmspec/syntax';
import type { Name } from '@mmspec/syntax';
import { didYouMean, replacement } from '../rule.ts';
import type { Advice } from './type_advice.ts';

/** What brings a name that the kernel library declares: `Write …`; empty where it declares none of that name. */
export function importHelp(name: string): string {
  const module = libraryModuleOf(name);
  return module === null ? '' : `It is in the library: write \`import ${module}\` below the \`module\` line.`;
}

/** The operation of the library that was meant by one that nobody declares, which begins with the same word, or the type; empty where none is near. */
function nearInLibrary(place: 'call' | 'type', name: string): string {
  const first = (text: string): string => text.split('_', 1)[0] ?? '';
  const [near] = suggest(
    name,
    libraryNames().filter((each) => (place === 'type' ? /^[A-Z]/u.test(each) : first(each) === first(name))),
  );
  return near === undefined ? '' : `Did you mean \`${near}\`, which \`import ${libraryModuleOf(near)}\` brings?`;
}

/** What may be meant by a name that nobody declares, and what is said where it is none of them. */
interface Candidates {
  readonly place: 'call' | 'type';
  readonly names: Iterable<string>;
  readonly otherwise: string;
  /** The condition among the arguments of a call. */
  readonly condition?: string | null;
}

/** What to do about an operation or type that nobody declares: import the module that does, write the form of this language, or a name that is near. */
export function unknownAdvice({ text, span }: Name, { place, names, otherwise, condition = null }: Candidates): Advice {
  const imported = importHelp(text);
  if (imported !== '') return { help: imported, fixes: [] };
  const habit = habitOfName(place, text);
  if (habit !== null) return { help: adviceOf(condition === null ? habit : withCondition(habit, condition)), fixes: [] };
  const near = suggest(text, names);
  return {
    help: didYouMean(near) || nearInLibrary(place, text) || otherwise,
    fixes: near.slice(0, 3).map((each) => replacement(span, each)),
  };
}
