import type { Code, Written } from './code.ts';
import { braced, line } from './code.ts';
import { block, labelled, nested } from './statements.ts';

/*
 * Calls of the kernel library: folio references and locks, and RCU.
 */

/** Names that the library's modules declare and that a spec that imports them cannot give again. */
export const kernelNames = [
  'Lock',
  'lock',
  'unlock',
  'trylock',
  'Section',
  'rcu',
  'enter',
  'leave',
  'synchronize',
  'synchronize_rcu',
  'rcu_read_lock',
  'rcu_read_unlock',
  'folio_get',
  'folio_try_get',
  'folio_put',
  'folio_lock',
  'folio_unlock',
];

/** A critical section, a counted reference or a grace period. */
export function kernelStatement(code: Code): Written | null {
  const { choices, kernel, objects } = code.scope.world;
  const forms: (() => Written)[] = [];
  const inside = { ...nested(code), loop: null, targets: [], result: undefined };
  const steps = (lines: readonly string[]): Written => ({ lines, step: true, ends: false, locals: [] });
  const labelledLine = (text: string): readonly string[] => labelled(code, line(text)).lines;
  if (kernel.rcu && !code.inAtomic) {
    forms.push(() => line('synchronize_rcu()'));
    forms.push(() => steps(['rcu_read_lock()', ...block({ ...inside, declares: false }, 1, false).lines, ...labelledLine('rcu_read_unlock()')]));
  }
  if (kernel.folio) {
    for (const object of objects) {
      for (const folio of object.instances.filter((instance) => !code.held.includes(instance))) {
        if (object.fields.some((field) => field.name === 'refcount')) {
          const held = { ...inside, held: [...code.held, folio] };
          forms.push(() => steps(braced(`if folio_try_get(${folio})`, [...block(held, 1, false).lines, ...labelledLine(`folio_put(${folio})`)])));
          forms.push(() => steps([`folio_get(${folio})`, ...block({ ...held, declares: false }, 1, false).lines, `folio_put(${folio})`]));
        }
        if (object.fields.some((field) => field.name === 'lock') && !code.inAtomic) {
          forms.push(() =>
            steps([`folio_lock(${folio})`, ...block({ ...inside, declares: false }, 1, false).lines, ...labelledLine(`folio_unlock(${folio})`)]),
          );
        }
      }
    }
  }
  return forms.length === 0 ? null : choices.pick(forms)();
}
