import { stepText } from '@mmspec/system';
import type { CheckResult, Deed, DeedKind, Plain, PropertyResult, StepRecord, TraceStep } from '@mmspec/system';

/*
 * Traces and results written by hand.
 */

export type Changes = Readonly<Record<string, readonly [Plain | null, Plain | null]>>;

/**
 * A step of an actor, its statements as a drawing writes them: `if n == 0  // false`. What it changes is the doing of its last
 * statement. `frames` are the operations of several steps around it; those whose name begins with `kernel.` are of the library.
 */
export function step(
  actor: string,
  text: string,
  changes: Changes = {},
  { frames = [], left = 0, returned, action = null, parameters = {} }: Around = {},
): TraceStep {
  const texts = text.split('; ');
  const stores = Object.entries(changes)
    .filter(([, [from]]) => !isPlace(from))
    .map(([cell, [from, to]]) => ({
      cell,
      from,
      to: to ?? 0,
      aside: cell.endsWith('.held'),
      local: cell.startsWith(`${actor}.`) ? cell.slice(actor.length + 1) : null,
    }));
  const did: StepRecord = {
    parameters,
    deeds: text === '' ? [] : texts.map((each, at) => deed(each, at === texts.length - 1 ? stores : [])),
    after: [],
    frames: frames.map((frame) => ({ text: `${frame.replace(/^kernel\./u, '')}()`, library: frame.startsWith('kernel.') })),
    left,
    returned: returned === undefined ? [] : [['', returned]],
  };
  return {
    actor: action === null ? actor : null,
    action,
    label: null,
    operation: frames,
    path: 'spec.mmspec',
    line: 1,
    column: 1,
    text: stepText(did, action),
    did,
    changes,
    state: {},
  };
}

interface Around {
  readonly frames?: readonly string[];
  /** How many of the frames end with the step. */
  readonly left?: number;
  readonly returned?: Plain;
  readonly action?: string | null;
  readonly parameters?: Readonly<Record<string, Plain>>;
}

const isPlace = (value: Plain | null): boolean => typeof value === 'string' && (value === 'done' || /@\d/u.test(value));

function deed(written: string, stores: Deed['stores']): Deed {
  const [text = '', outcome] = written.split('  // ');
  const kinds: readonly (readonly [RegExp, DeedKind])[] = [
    [/^(?:if|while) /u, 'condition'],
    [/^await /u, 'await'],
    [/^assert /u, 'assert'],
    [/^choose /u, 'choose'],
    [/ [-+]?= /u, 'assign'],
    [/^skip$/u, 'skip'],
  ];
  const kind = kinds.find(([pattern]) => pattern.test(text))?.[1] ?? 'call';
  return { kind, text, ...(outcome === undefined ? {} : { outcome: outcome === 'true' }), loads: [], stores, inside: [] };
}

/** The steps with the states that their changes make. */
export function violated(property: string, initial: Readonly<Record<string, Plain>>, steps: readonly TraceStep[]): PropertyResult {
  let state = initial;
  const walked = steps.map((each) => {
    state = Object.fromEntries(
      [...Object.entries(state), ...Object.entries(each.changes).map(([name, [, to]]) => [name, to] as const)].filter(
        (row): row is [string, Plain] => row[1] !== null,
      ),
    );
    return { ...each, state };
  });
  return { property, verdict: 'violated', depth: steps.length, trace: { initial, steps: walked, loop: null } };
}

export function result(found: readonly PropertyResult[], more: Partial<CheckResult> = {}): CheckResult {
  const [first] = found.filter(({ verdict }) => verdict === 'violated');
  return {
    name: 'row2',
    settings: { VCPUS: 1, read: 'safe_first' },
    matrix: null,
    expectation: null,
    met: true,
    verdict: first === undefined ? 'holds' : 'violated',
    property: first?.property ?? null,
    reason: '',
    results: found,
    states: 1265,
    transitions: 2554,
    depth: 17,
    reduction: { symmetry: 1, partialOrder: false },
    seconds: 0.0123,
    workers: 1,
    memoryBytes: 4096,
    trace: first?.trace ?? null,
    ...more,
  };
}
