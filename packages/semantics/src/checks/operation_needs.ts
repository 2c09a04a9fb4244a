import { rule, type Rule } from '../rule.ts';

/** An operation with `object` parameters is called with objects that have what its text uses. */
export const operationNeeds: Rule = rule({
  code: 'MM0226',
  title: 'the object lacks what the operation uses',
  why: 'A parameter of type `object` takes any object that has the fields the body uses; this is checked at each call.',
  text:
    'Library operations never declare the objects of a spec: they say with `object` that any type with the right fields will do.',
  example: `module m
object Page { count: ref = 1 }
atomic op page_get(p: object) { get(p.refcount) }
shared page: Page
actor a { take: page_get(page) }
`,
  cure: `module m
object Page { refcount: ref = 1 }
atomic op page_get(p: object) { get(p.refcount) }
shared page: Page
actor a { take: page_get(page) }
`,
});
