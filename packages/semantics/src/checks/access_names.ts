import type { Diagnostic } from '@mmspec/source';
import { isAccessMacro } from '@mmspec/syntax';
import type { Name } from '@mmspec/syntax';
import type { Facts, Lint } from '../facts.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** What is called has another name than the accesses of the kernel, which mean a load or a store wherever they are written. */
const accessName: Rule = rule({
  code: 'MM0346',
  title: 'name of an access of the kernel',
  why: '`READ_ONCE(x)` and its kin are loads and stores of the place in their brackets wherever they are written, so nothing else of that name is ever called.',
  text: 'The names are READ_ONCE, smp_load_acquire, rcu_dereference, WRITE_ONCE, smp_store_release, rcu_assign_pointer and smp_store_mb. The language has them: they need no declaration.',
  example: 'module m\nshared n: 0..3 = 0\natomic op WRITE_ONCE(v: 0..3, w: 0..3) { n = w }\nactor a { set: WRITE_ONCE(n, 1) }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: WRITE_ONCE(n, 1) }\n',
});

export const lint: Lint = { rules: [accessName], check: checkAccessNames };

function checkAccessNames({ model }: Facts): Diagnostic[] {
  const { operations, actors, defines, records, objects } = model;
  const called: readonly { readonly name: Name }[] = [...operations, ...actors.flatMap((actor) => actor.operations), ...defines, ...records, ...objects];
  return called.flatMap(({ name }) =>
    isAccessMacro(name.text)
      ? [
          violation(
            accessName,
            name.span,
            `\`${name.text}(…)\` is an access of the language, so this is never called.`,
            'Leave the declaration out, or give it another name.',
          ),
        ]
      : [],
  );
}
