import { buildWorld, flow, type Frame, type Location, type Model } from '@mmspec/semantics';
import { positionAt } from '@mmspec/source';
import type { ActorDeclaration, OperationDeclaration } from '@mmspec/syntax';
import type { Settings } from '@mmspec/system';

/** A line of the text at which an actor stands, or from which it called. */
export interface SourceLine {
  /** Labels and operations down to it; of an actor at its end, `done`. */
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Whose text it is, and where in the file. */
  readonly body: ActorDeclaration | OperationDeclaration;
  readonly offset: number;
  /** The kind of the actor. */
  readonly actor: ActorDeclaration;
}

/** Where actors can stand. */
export interface SourceLines {
  /** From the innermost operation outwards, for a kind of actor and its location as in a state. */
  readonly of: (kind: string, location: string) => readonly SourceLine[];
  /** By path: the lines on which a step stands, ascending, each with the steps. */
  readonly lines: ReadonlyMap<string, ReadonlyMap<number, readonly SourceLine[]>>;
}

export function sourceLinesOf(model: Model, settings: Settings): SourceLines {
  const known = new Map<string, readonly SourceLine[]>();
  const lines = new Map<string, Map<number, SourceLine[]>>();
  for (const { actor, locations, root } of flow(buildWorld(model, settings)).actors) {
    known.set(`${actor.name.text} done`, [placeAt(model, actor, root, actor.span.end - 1, 'done')]);
    for (const location of locations) {
      const [inner, ...outer] = stackOf(model, actor, location);
      if (inner === undefined) continue;
      known.set(`${actor.name.text} ${location.path.join('.')}@${location.chain.join('/')}`, [inner, ...outer]);
      const own = lines.get(inner.path) ?? new Map<number, SourceLine[]>();
      lines.set(inner.path, own.set(inner.line, [...(own.get(inner.line) ?? []), inner]));
    }
  }
  return {
    of: (kind, location) => known.get(`${kind} ${location}`) ?? [],
    lines: new Map([...lines].map(([path, own]) => [path, new Map([...own].sort(([a], [b]) => a - b))])),
  };
}

function stackOf(model: Model, actor: ActorDeclaration, { frame, path, chain }: Location): SourceLine[] {
  const stack: SourceLine[] = [];
  let name = path;
  for (let at: Frame | null = frame; at !== null; at = at.parent) {
    stack.push(placeAt(model, actor, at, chain[at.chain.length] ?? 0, name.join('.')));
    // A call stands under the labels around it.
    name = at.path.slice(0, -1);
  }
  return stack;
}

function placeAt({ files }: Model, actor: ActorDeclaration, { operation }: Frame, offset: number, name: string): SourceLine {
  const body = operation ?? actor;
  const file = files[body.span.file];
  if (file === undefined) throw new Error('a frame without a file');
  return { name: name === '' ? actor.name.text : name, path: file.path, ...positionAt(file, offset), body, offset, actor };
}
