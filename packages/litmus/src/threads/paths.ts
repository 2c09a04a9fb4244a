import type { Expression, Statement } from '../syntax/tree.ts';
import { evaluate, lock, type Way } from './evaluate.ts';
import type { Path } from './event.ts';
import { loadsOf, State, type Result } from './state.ts';
import { operation, type Symbolic } from './symbol.ts';

/** How often the body of a loop is gone through, as in herd7. */
const unrolled = 2;

export interface Paths {
  readonly paths: readonly Path[];
  /** There are more ways than were asked for. */
  readonly tooMany: boolean;
}

/** The ways through a thread, each with what it asks of the values that it loads. */
export function pathsOf(body: readonly Statement[], registers: ReadonlyMap<string, Symbolic>, max: number): Paths {
  const walk = new Walk(max);
  const ends = walk.run([new State(registers)], body);
  return { paths: ends.map(({ path }) => path), tooMany: walk.tooMany };
}

class Walk {
  tooMany = false;
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  run(states: readonly State[], statements: readonly Statement[]): State[] {
    let reached = [...states];
    for (const statement of statements) {
      reached = reached.flatMap((state) => (state.cut === null ? this.#step(state, statement) : [state]));
      if (reached.length > this.#max) {
        this.tooMany = true;
        return [];
      }
    }
    return reached;
  }

  #step(state: State, statement: Statement): State[] {
    state.instruction++;
    state.statement = statement.kind === 'if' || statement.kind === 'while' ? statement.head : statement.span;
    switch (statement.kind) {
      case 'assign':
        return evaluate(state, statement.value, 'none').map(({ state: end, result }) => {
          if (statement.register !== null) end.set(statement.register, result);
          return end;
        });
      case 'store':
        return stored(state, statement);
      case 'fence':
        state.add({ kind: 'fence', tag: statement.fence, span: statement.span, after: [] });
        return [state];
      case 'lock':
        return evaluate(state, statement.address, 'address').map(({ state: end, result }) => {
          lock(end, result, statement.span);
          return end;
        });
      case 'unlock':
        return evaluate(state, statement.address, 'address').map((way) => touched(way, { kind: 'write', tag: 'unlock', value: 0 }, statement));
      case 'sync_srcu':
        return evaluate(state, statement.address, 'none').map((way) => touched(way, { kind: 'fence', tag: 'sync-srcu' }, statement));
      case 'if':
        return this.#branch(
          state,
          statement.condition,
          (yes) => this.run([yes], statement.yes),
          (no) => this.run([no], statement.no),
        );
      case 'while':
        return this.#loop(state, statement, 0);
    }
  }

  #loop(state: State, statement: Extract<Statement, { kind: 'while' }>, round: number): State[] {
    const again = (yes: State): State[] => {
      if (round === unrolled) {
        yes.cut = statement;
        return [yes];
      }
      return this.run([yes], statement.body).flatMap((end) => {
        if (end.cut !== null) return [end];
        end.instruction++;
        end.statement = statement.head;
        return this.#loop(end, statement, round + 1);
      });
    };
    return this.#branch(state, statement.condition, again, (no) => [no]);
  }

  /** Both ways at a condition; what they do depends on it, what follows does not. */
  #branch(state: State, condition: Expression, yes: (state: State) => State[], no: (state: State) => State[]): State[] {
    return evaluate(state, condition, 'none').flatMap(({ state: asked, result }) => {
      const isTrue = truth(condition, result.symbolic);
      const outside = asked.control;
      const inside = controlled(outside, result);
      return [true, false].flatMap((holds) => {
        if (typeof isTrue === 'number' && (isTrue !== 0) !== holds) return [];
        const branch = new State(asked);
        if (typeof isTrue !== 'number') branch.constrain(isTrue, holds, 'branch');
        branch.control = inside;
        const ends = (holds ? yes : no)(branch);
        for (const end of ends) end.control = outside;
        return ends;
      });
    });
  }
}

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);

function truth(condition: Expression, symbolic: Symbolic): Symbolic {
  const isComparison = condition.kind === 'operation' && comparisons.has(condition.operator);
  return isComparison ? symbolic : operation('!=', symbolic, 0);
}

function controlled(outside: State['control'], { sources }: Result): State['control'] {
  const registers = sources.flatMap((source) => (source.kind === 'register' ? [...source.origin.loads, ...source.origin.conditions] : []));
  const direct = sources.flatMap((source) => (source.kind === 'read' ? [source.event] : []));
  return {
    events: [...new Set([...outside.events, ...registers, ...direct])],
    registers: [...new Set([...outside.registers, ...registers])],
  };
}

function stored(state: State, statement: Extract<Statement, { kind: 'store' }>): State[] {
  return evaluate(state, statement.address, 'address').flatMap(({ state: between, result: address }) =>
    evaluate(between, statement.value, 'data').map(({ state: end, result: value }) => {
      const sources = [...address.sources, ...value.sources];
      end.add({
        kind: 'write',
        tag: statement.order === 'srcu_unlock' ? 'srcu-unlock' : statement.order,
        span: statement.span,
        address: address.symbolic,
        value: value.symbolic,
        addr: loadsOf(sources, 'address'),
        data: loadsOf(sources, 'data'),
        after: [...new Set([...address.last, ...value.last])],
      });
      return end;
    }),
  );
}

function touched(
  { state, result }: Way,
  event: { readonly kind: 'write' | 'fence'; readonly tag: 'unlock' | 'sync-srcu'; readonly value?: number },
  statement: Statement,
): State {
  state.add({ ...event, span: statement.span, address: result.symbolic, addr: loadsOf(result.sources, null), after: result.last });
  return state;
}
