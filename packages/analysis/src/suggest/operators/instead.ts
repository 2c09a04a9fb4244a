import { textOf } from '@mmspec/source';
import type { TextChange } from '../../text_change.ts';
import { costs, type Candidate } from '../candidate.ts';
import { callOf } from '../../bodies.ts';
import { isTaken, type Scene } from '../scene.ts';
import type { Sequence, Unit } from '../units.ts';
import { waysOut } from './ways_out.ts';

/* Operations of the library that do more than others. */

/** Each does what those before it do, and waits for more, or forbids more. */
const stronger: readonly (readonly string[])[] = [
  ['timer_delete', 'timer_delete_sync', 'timer_shutdown_sync'],
  ['cancel_work', 'cancel_work_sync', 'disable_work_sync'],
];

/** Locks that keep more away, with what releases them. */
const strongerLocks: readonly { readonly of: readonly [string, string]; readonly to: readonly [string, string] }[] = [
  { of: ['spin_lock', 'spin_unlock'], to: ['spin_lock_bh', 'spin_unlock_bh'] },
  { of: ['spin_lock', 'spin_unlock'], to: ['spin_lock_irqsave', 'spin_unlock_irqrestore'] },
  { of: ['spin_lock_bh', 'spin_unlock_bh'], to: ['spin_lock_irqsave', 'spin_unlock_irqrestore'] },
  { of: ['local_lock', 'local_unlock'], to: ['local_lock_irqsave', 'local_unlock_irqrestore'] },
  { of: ['down_read', 'up_read'], to: ['down_write', 'up_write'] },
];

/** A reference is taken where there is one, in place of in any case. */
const conditional: Readonly<Record<string, readonly string[]>> = {
  get: ['try_get'],
  atomic_inc: ['refcount_inc_not_zero'],
  refcount_inc: ['refcount_inc_not_zero'],
  folio_get: ['folio_try_get'],
  kref_get: ['kref_get_unless_zero'],
};

/** Another operation is called. */
export function instead(scene: Scene, sequence: Sequence): Candidate[] {
  return [...strongerCalls(scene, sequence), ...otherLocks(scene, sequence), ...conditionalGets(scene, sequence)];
}

function strongerCalls(scene: Scene, sequence: Sequence): Candidate[] {
  return sequence.units.flatMap((unit) => {
    const call = callOf(unit.statement);
    const family = stronger.find((names) => names.includes(call?.callee.text ?? ''));
    if (call === null || family === undefined || !isTaken(scene, sequence, [unit])) return [];
    return family
      .slice(family.indexOf(call.callee.text) + 1)
      .filter((name) => scene.operations.has(name))
      .map((name, more) =>
        made(sequence, unit, `${name} for ${call.callee.text}`, costs.instead + more * costs.further, [{ ...call.callee.span, text: name }]),
      );
  });
}

/** All calls of a pair with one argument, in one owner. */
function otherLocks(scene: Scene, sequence: Sequence): Candidate[] {
  const { owner } = sequence;
  const units = scene.sequences.filter((each) => each.owner === owner).flatMap((each) => each.units);
  return sequence.units.flatMap((unit) =>
    strongerLocks.flatMap(({ of: [opens, closes], to: [open, close] }) => {
      const call = callOf(unit.statement);
      if (call?.callee.text !== opens || !scene.operations.has(open) || !isTaken(scene, sequence, [unit])) return [];
      const argument = argumentOf(scene, unit);
      const same = units.filter((each) => argumentOf(scene, each) === argument);
      const changes = same.flatMap((each): TextChange[] => {
        const callee = callOf(each.statement)?.callee;
        if (callee?.text !== opens && callee?.text !== closes) return [];
        return [{ start: callee.span.start, end: callee.span.end, text: callee.text === opens ? open : close }];
      });
      return [made(sequence, unit, `${open} for ${opens}`, costs.instead, changes)];
    }),
  );
}

function argumentOf({ file }: Scene, unit: Unit): string | null {
  const first = callOf(unit.statement)?.arguments[0];
  return first === undefined ? null : textOf(file, first.span);
}

function conditionalGets(scene: Scene, sequence: Sequence): Candidate[] {
  return sequence.units.flatMap((unit) => {
    const { statement } = unit;
    if (statement.kind !== 'call_statement' || statement.call.kind !== 'call' || !isTaken(scene, sequence, [unit])) return [];
    const { callee, span } = statement.call;
    const others = (conditional[callee.text] ?? []).filter((name) => name === 'try_get' || scene.operations.has(name));
    const rest = textOf(scene.file, { ...span, start: callee.span.end });
    return others.flatMap((name) =>
      waysOut(scene, sequence, unit.end).map((way) =>
        made(sequence, unit, `${name} for ${callee.text}, ${way.name}`, costs.instead + costs.wayOut, [
          { start: span.start, end: span.end, text: `if not ${name}${rest} ${way.block}` },
        ]),
      ),
    );
  });
}

function made({ owner }: Sequence, unit: Unit, what: string, cost: number, changes: readonly TextChange[]): Candidate {
  const name = `instead ${owner}: ${what}`;
  return {
    operator: 'instead',
    owner,
    name,
    group: `${name} ${unit.start}`,
    cost,
    offset: unit.start,
    changes: changes.map(({ start, end, text }) => ({ start, end, text })),
  };
}
