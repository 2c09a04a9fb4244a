import { libraryModuleOf, libraryNames } from '@mmspec/library';
import { suggest } from '@mmspec/source';

/** What brings a name that the kernel library declares: `Write …`; empty where it declares none of that name. */
export function importHelp(name: string): string {
  const module = libraryModuleOf(name);
  return module === null ? '' : `It is in the library: write \`import ${module}\` below the \`module\` line.`;
}

/** The name of the library that was meant by one that nobody declares, which begins with the same word; empty where none is near. */
export function nearInLibrary(name: string): string {
  const first = (text: string): string => text.split('_', 1)[0] ?? '';
  const [near] = suggest(
    name,
    libraryNames().filter((each) => first(each) === first(name)),
  );
  return near === undefined ? '' : `Did you mean \`${near}\`, which \`import ${libraryModuleOf(near)}\` brings?`;
}
