import type { CallTokens } from './normal.ts';

const endings = /_(?:irq|irqsave|irqrestore|bh|nested|killable|interruptible|rcu|noirq|sync|locked|unlocked)$/u;

/** Without what says in which context it is called. */
export function plainName(name: string): string {
  let plain = name.replace(/^(?:__+|raw_|do_)+/u, '');
  while (endings.test(plain)) plain = plain.replace(endings, '');
  return plain;
}

/** Operations that do the same to what they are given, by what they do. */
export const kinds: ReadonlyMap<string, string> = new Map([
  ...['kref_get_unless_zero', 'refcount_inc_not_zero', 'atomic_inc_not_zero', 'get_page_unless_zero', 'folio_try_get', 'try_get'].map(
    (name): [string, string] => [name, 'try_get'],
  ),
  ...['kref_get', 'refcount_inc', 'atomic_inc', 'get_page', 'folio_get', 'get'].map((name): [string, string] => [name, 'get']),
  ...['kref_put', 'refcount_dec_and_test', 'atomic_dec_and_test', 'put_page', 'folio_put', 'folio_put_testzero', 'put_page_testzero', 'put'].map(
    (name): [string, string] => [name, 'put'],
  ),
  ...[
    'lock',
    'spin_lock',
    'mutex_lock',
    'read_lock',
    'write_lock',
    'down',
    'down_write',
    'down_read',
    'spin_lock_irq',
    'rtnl_lock',
    'folio_lock',
    'lock_page',
  ].map((name): [string, string] => [name, 'lock']),
  ...['unlock', 'spin_unlock', 'mutex_unlock', 'read_unlock', 'write_unlock', 'up', 'up_write', 'up_read', 'folio_unlock', 'unlock_page'].map(
    (name): [string, string] => [name, 'unlock'],
  ),
  ...['trylock', 'spin_trylock', 'mutex_trylock', 'down_trylock', 'folio_trylock'].map((name): [string, string] => [name, 'trylock']),
]);

/** `rtnl_lock()` takes the lock `rtnl`. */
export function locksOf(call: CallTokens, other: CallTokens): boolean {
  const [, what = '', kind = ''] = call.args.length > 0 ? [] : (/^_*(\w+?)_(lock|unlock|trylock)$/u.exec(plainName(call.name)) ?? []);
  return kind !== '' && kinds.get(plainName(other.name)) === kind && other.args.some((argument) => argument.includes(what));
}

/** What it does to a count, by its name where it is none of those: `get_device()`, `sock_hold()`, `mmput()`. */
function kindOf(name: string): string | undefined {
  const known = kinds.get(name);
  if (known !== undefined || /(?:un)?lock|user|list/u.test(name)) return known;
  if (/(?:^|_)try_?get|_(?:not|unless)_zero$/u.test(name)) return 'try_get';
  return /^(?:mm|k)?get(?:_|$)|_(?:get|hold|grab)$|^mmgrab$/u.test(name) ? 'get' : /^(?:mm|k)?put(?:_|$)|_put$|^mmdrop$/u.test(name) ? 'put' : undefined;
}

export function kinOf(name: string, other: string): 'same' | 'kin' | null {
  if (name === other || plainName(name) === plainName(other)) return 'same';
  const [kind, otherKind] = [kindOf(plainName(name)), kindOf(plainName(other))];
  return kind !== undefined && kind === otherKind ? 'kin' : null;
}
