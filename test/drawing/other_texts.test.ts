import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { counting, device, readerAndWriter } from './specs.ts';
import { possible } from './expected.ts';

/* Drawings of earlier versions of mmspec, and statements of C. Written down as in `layouts.test.ts`. */

describe('drawings of earlier versions of mmspec', () => {
  test('conditions that were found false are turned round', () =>
    drawing(
      counting,
      `
     CPU0 (getter)                   CPU1 (killer)
     -------------                   -------------
     dying == false
                                     dying = true
                                     refs <= 1
     refs += 1
                                     freed = true
     assert not freed  [BUG: getter.use]

     6 steps; 20 states with rechecks = false.
     mmspec check spec.mmspec --check before
`,
      {
        columns: ['CPU0 (getter) = getter', 'CPU1 (killer) = killer'],
        events: ['3 0 dying == false', '4 1 dying = true', '5 1 refs <= 1', '6 0 refs += 1', '7 1 freed = true', '8 0 assert not freed'],
        answer: 'possible (before)',
      },
    ));

  test('calls without arguments, and several statements on one line', () =>
    drawing(
      readerAndWriter,
      `
     CPU0 (reader)                   CPU1 (writer)
     -------------                   -------------
     rcu_read_lock()
     let i = list.head  // i = item
                                     lock(list.lock)
                                     list.head = none
                                     unlock(list.lock)
                                     owns let mine = xchg(linked, none)
                                     put_item()
                                       refcount_dec_and_test(i)
                                       i.freed = true
     touch(i)  [BUG: Item.live]
`,
      {
        columns: ['CPU0 (reader) = reader', 'CPU1 (writer) = writer'],
        events: [
          '3 0 rcu_read_lock()',
          '4 0 let i = list.head',
          '5 1 lock(list.lock)',
          '6 1 list.head = none',
          '7 1 unlock(list.lock)',
          '8 1 owns let mine = xchg(linked, none)',
          '9 1 put_item()',
          '10 1 refcount_dec_and_test(i)',
          '11 1 i.freed = true',
          '12 0 touch(i)',
        ],
        answer: possible,
      },
    ));
});

describe('statements of C', () => {
  const columns = ['opener = opener', 'remover = remover'];

  test('a way out below a condition may be the one that is not taken', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
spin_lock(&guard)
d = entry
if (!d)
	goto out
d->refcount++
                          entry = NULL
spin_unlock(&guard)
`,
      {
        columns,
        events: ['3 0 spin_lock(&guard)', '4 0 d = entry', '5 0 if (!d)', '6 0 goto out', '7 0 d->refcount++', '8 1 entry = NULL', '9 0 spin_unlock(&guard)'],
        answer: 'possible (question)',
      },
    ));

  test('nor may it be the one that is taken, where the other one cannot', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
spin_lock(&guard)
                          entry = NULL
d = entry
if (!d)
	goto out
spin_unlock(&guard)
`,
      {
        columns,
        events: ['3 0 spin_lock(&guard)', '4 1 entry = NULL', '5 0 d = entry', '6 0 if (!d)', '7 0 goto out', '8 0 spin_unlock(&guard)'],
        answer: 'possible (question)',
      },
    ));

  test('the object where the spec has a variable that leads to it, and a tag that is called null', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
                          dev->state = NULL
                          device_put(dev)
spin_lock(&guard)
`,
      { columns, events: ['3 1 dev->state = NULL', '4 1 device_put(dev)', '5 0 spin_lock(&guard)'], answer: 'possible (question)' },
    ));

  test('a constant that a local takes is no load', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
d = NULL
spin_lock(&guard)
d = entry
                          entry = NULL
`,
      { columns, events: ['3 0 d = NULL', '4 0 spin_lock(&guard)', '5 0 d = entry', '6 1 entry = NULL'], answer: 'possible 3/4 (question)' },
    ));

  test('a statement about what the spec has is no other one with the same words', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
spin_lock(&guard)
                          entry = NULL
guard = entry
`,
      { columns, events: ['3 0 spin_lock(&guard)', '4 1 entry = NULL', '5 0 guard = entry'], answer: 'possible 2/3 (question)' },
    ));

  test('a label in front of its statement', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
take: spin_lock(guard)
find: let d = entry
                          hide: entry = none
get: get(d.refcount)
`,
      {
        columns,
        events: ['3 0 take: spin_lock(guard)', '4 0 find: let d = entry', '5 1 hide: entry = none', '6 0 get: get(d.refcount)'],
        answer: 'possible (question)',
      },
    ));

  test('a part of a record in a remark', () =>
    drawing(
      device,
      `
     CPU0 (remover)
     --------------
     entry = none
     dev.state = null
     device_put(registered)
     let was = word; word.pending = true; if was.pending
       // was.locked = true, was.pending = false, pending false -> true, false
`,
      {
        columns: ['CPU0 (remover) = remover'],
        events: ['3 0 entry = none', '4 0 dev.state = null', '5 0 device_put(registered)', '6 0 let was = word; word.pending = true; if was.pending'],
        answer: 'possible (question)',
      },
    ));

  test('a call that has returned waits no more', () =>
    drawing(
      readerAndWriter,
      `
reader                    writer
------                    ------
load
                          synchronize_rcu()   // returns
use
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['3 0 load', '4 1 synchronize_rcu()', '5 0 use'], answer: 'impossible 5 use' },
      { check: 'after' },
    ));
});
