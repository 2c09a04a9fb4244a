import { countEffectOf } from '@mmspec/semantics';
import type { Builtin } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import { Fault } from './choices.ts';
import type { Context } from './context.ts';
import { answer, answerAbout, changeCount, mightSleep } from './counts.ts';
import { evaluate, number } from './evaluate.ts';
import { noteTouch } from './live.ts';
import { namedBy, placeOf, readPlace, writePlace, type Place } from './place.ts';
import { counterArgument } from './types.ts';
import { gain, getReferences, ownerOf, putReferences, store } from './references.ts';
import type { Run } from './run.ts';
import { elementsOf, fit } from './scene.ts';
import { asSequence, equal, textOf, unexpected, type Value } from './value.ts';

/** A built-in; those that change something change the run of the context. */
export function callBuiltin(name: Builtin, args: readonly Expression[], context: Context): Value {
  const argument = (index: number): Expression => {
    const found = args[index];
    if (found === undefined) throw new Error(`too few arguments of ${name}`);
    return found;
  };
  const value = (index: number): Value => evaluate(argument(index), context);
  const place = (): Place => requiredPlace(argument(0), context);
  const amount = (): number => {
    const count = args.length > 1 ? number(value(1)) : 1;
    if (count < 0) throw new Fault('underflow');
    return count;
  };
  switch (name) {
    case 'index':
      return indexOf(value(0));
    case 'min':
      return Math.min(...numbersOf(args, context));
    case 'max':
      return Math.max(...numbersOf(args, context));
    case 'count':
      return value(0);
    case 'rest':
      if (context.property === null) throw new Error('rest outside a property');
      return context.property.rest(argument(0), context);
    case 'touch':
      touch(value(0), context);
      return null;
    case 'get': {
      const counter = place();
      return getReferences(runIn(context), counter, amount(), context);
    }
    case 'try_get': {
      const counter = place();
      if (readPlace(counter, context) === 0) return false;
      getReferences(runIn(context), counter, 1, context);
      return true;
    }
    case 'put':
    case 'sub_and_test': {
      const counter = counterArgument(context.scene, argument(0), context.passed);
      const named = requiredPlace(counter, context);
      const left = putReferences(runIn(context), named, amount(), ownerOf(counter, context), context);
      return name === 'put' ? left : left === 0;
    }
    case 'freeze': {
      const counter = place();
      if (!equal(readPlace(counter, context), value(1))) return false;
      writePlace(runIn(context), counter, 0, context);
      return true;
    }
    case 'unfreeze': {
      const counter = place();
      const count = number(value(1));
      if (count < 0) throw new Fault('underflow');
      if (counter.type?.kind === 'ref' && count > counter.type.limit) throw new Fault('overflow');
      writePlace(runIn(context), counter, count, context);
      return null;
    }
    case 'xchg':
      return exchange(runIn(context), place(), value(1), context);
    case 'cmpxchg': {
      const target = place();
      const expected = asSequence(value(1), target.type);
      const replacement = value(2);
      if (!equal(readPlace(target, context), expected)) return false;
      exchange(runIn(context), target, replacement, context);
      return true;
    }
    case 'append': {
      const queue = place();
      const elements = elementsOf(readPlace(queue, context));
      store(runIn(context), queue, { kind: 'seq', elements: [...elements, value(1)] }, context);
      return null;
    }
    case 'pop': {
      const queue = place();
      const [first, ...others] = elementsOf(readPlace(queue, context));
      if (first === undefined) throw new Fault(`range of ${queue.name}`);
      writePlace(runIn(context), queue, { kind: 'seq', elements: others }, context);
      return first;
    }
    case 'insert': {
      const queue = place();
      const at = number(value(1));
      const added = element(context, queue, value(2));
      const elements = elementsOf(readPlace(queue, context));
      if (at < 0 || at > elements.length) throw new Fault(`range of ${queue.name}`);
      store(runIn(context), queue, { kind: 'seq', elements: [...elements.slice(0, at), added, ...elements.slice(at)] }, context);
      return null;
    }
    case 'remove': {
      const queue = place();
      const wanted = value(1);
      const elements = elementsOf(readPlace(queue, context));
      const at = elements.findIndex((each) => equal(each, wanted));
      if (at < 0) return false;
      writePlace(runIn(context), queue, { kind: 'seq', elements: elements.filter((_, index) => index !== at) }, context);
      return true;
    }
    case 'remove_at': {
      const queue = place();
      const at = number(value(1));
      const elements = elementsOf(readPlace(queue, context));
      const taken = elements[at];
      if (taken === undefined) throw new Fault(`range of ${queue.name}`);
      writePlace(runIn(context), queue, { kind: 'seq', elements: elements.filter((_, index) => index !== at) }, context);
      return taken;
    }
    case 'first':
    case 'last': {
      const queue = sequenceAt(argument(0), context);
      const found = queue.elements.at(name === 'first' ? 0 : -1);
      if (found === undefined) throw new Fault(`range of ${queue.name}`);
      return found;
    }
    case 'find': {
      const { elements } = sequenceAt(argument(0), context);
      const wanted = value(1);
      const at = elements.findIndex((each) => equal(each, wanted));
      return at < 0 ? null : at;
    }
    case 'might_sleep':
      mightSleep(runIn(context));
      return null;
    case 'in_task':
    case 'irqs_disabled':
    case 'shares_cpu':
    case 'preemptible':
      return answer(name, context);
    case 'is_handler':
    case 'in_interrupt':
    case 'in_hardirq':
      return answerAbout(name, value(0), context);
    case 'irq_count_inc':
    case 'irq_count_dec':
    case 'bh_count_inc':
    case 'bh_count_dec':
    case 'preempt_count_inc':
    case 'preempt_count_dec':
    case 'rcu_depth_inc':
    case 'rcu_depth_dec': {
      const change = countEffectOf(name);
      if (change !== null) changeCount(runIn(context), change.count, change.by);
      return null;
    }
    default:
      return unexpected(name);
  }
}

function runIn(context: Context): Run {
  if (context.run === null) throw new Error('an effect where nothing may change');
  return context.run;
}

function requiredPlace(expression: Expression, context: Context): Place {
  const place = placeOf(expression, context);
  if (place === null) throw new Error(`no variable at ${expression.span.start}`);
  return place;
}

/** A value as an element of the sequence. */
function element(context: Context, queue: Place, value: Value): Value {
  return queue.type?.kind === 'seq' ? fit(context.scene, value, queue.type.element, queue.name) : value;
}

/** The elements of a sequence that is only looked at, and what it is called where it has too few. */
function sequenceAt(expression: Expression, context: Context): { readonly elements: readonly Value[]; readonly name: string } {
  const place = placeOf(namedBy(expression, context), context);
  if (place !== null) return { elements: elementsOf(readPlace(place, context)), name: place.name };
  return { elements: elementsOf(evaluate(expression, context)), name: 'index' };
}

function numbersOf(args: readonly Expression[], context: Context): number[] {
  const values = args.map((argument) => evaluate(argument, context));
  const [only] = values;
  const all = values.length === 1 && only !== undefined && typeof only === 'object' ? elementsOf(only) : values;
  return all.map(number);
}

/** The number of an actor or object among the members of its array. */
function indexOf(value: Value): number {
  if (value === null) throw new Fault('null_reference');
  if (typeof value === 'object' && value.kind === 'actor') return value.actor.index;
  if (typeof value === 'object' && value.kind === 'object') return value.object.id;
  throw new Error(`${textOf(value)} has no index`);
}

function touch(value: Value, context: Context): void {
  if (value === null) throw new Fault('null_reference');
  if (typeof value === 'object' && value.kind === 'object') noteTouch(context, value.object);
}

/** Stores a value and returns the old one, whose reference moves to the actor where the place owns it. */
function exchange(run: Run, place: Place, value: Value, context: Context): Value {
  const old = readPlace(place, context);
  store(run, place, value, context);
  if (place.owns) gain(run, old, place.weight);
  return old;
}
