import { docOf, signatureOf } from '../names/describe.ts';
import type { Snapshot } from '../names/snapshot.ts';
import { nameOf, type Named } from '../names/target.ts';

/** Something that may be written, wherever that is. */
export interface Draft {
  readonly label: string;
  readonly kind:
    'keyword' | 'snippet' | 'field' | 'label' | 'operation' | 'function' | 'property' | 'setting' | 'module' | 'type' | 'variable' | 'tag' | 'actor' | 'value';
  readonly detail: string;
  readonly doc: string;
  /** What is written; a snippet has `${1:…}`. */
  readonly insert: string;
  /** The module that has to be imported for it. */
  readonly importing?: string;
}

export function draft(label: string, kind: Draft['kind'], detail: string = '', doc: string = '', insert: string = label): Draft {
  return { label, kind, detail, doc, insert };
}

/** A declaration by its name. */
export function named(snapshot: Snapshot, declaration: Named, kind: Draft['kind']): Draft {
  const target = { kind: 'declaration', declaration } as const;
  return draft(nameOf(declaration)?.text ?? '', kind, signatureOf(snapshot, target), docOf(target));
}

/** A call with a hole for each parameter. */
export function callable(name: string, parameters: readonly string[], kind: Draft['kind'], detail: string, doc: string): Draft {
  const holes = parameters.map((parameter, index) => `\${${index + 1}:${parameter.split(':')[0] ?? ''}}`);
  return draft(name, kind, detail, doc, `${name}(${holes.join(', ')})`);
}
