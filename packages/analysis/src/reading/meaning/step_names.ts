import { anchorOfStep } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Action, TransitionSystem } from '@mmspec/system';
import { namesOf } from './facts.ts';

/** By action: the names under which a step is known, of the spec, and of the call that the anchor of its label or operation quotes. */
export function stepNames(model: Model, system: TransitionSystem): readonly ReadonlySet<string>[] {
  const operations = new Map([...model.operations, ...model.actors.flatMap((actor) => actor.operations)].map((each) => [each.name.text, each]));
  return system.actions.map((action) => {
    const own = anchoredCall(model, system, action);
    const called = action.operations.flatMap((name) => {
      const operation = operations.get(name);
      return operation?.atomic === true ? callIn(operation.anchor?.text) : [];
    });
    return new Set([...namesOf(action), ...own, ...called]);
  });
}

/** What the anchor of the innermost label quotes; that of one around it is of other steps too. */
function anchoredCall(model: Model, { actors }: TransitionSystem, { actor, path, span }: Action): readonly string[] {
  const kind = actors[actor]?.kind ?? null;
  const nearest = anchorOfStep(model, { actor: kind, path, span });
  return nearest === anchorOfStep(model, { actor: kind, path: path.slice(0, -1), span }) ? [] : callIn(nearest?.text);
}

/** `swap_read_folio(folio, NULL)`, or a name alone. */
function callIn(text: string | null | undefined): readonly string[] {
  const name = /^\W*([A-Za-z_]\w*)\s*(?:\(|$)/u.exec(text ?? '')?.[1];
  return name === undefined ? [] : [name];
}
