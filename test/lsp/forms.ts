import { walk, parse } from '@mmspec/syntax';

/*
 * The constructs of the language as the tree has them.
 */

/** What tells the forms of one kind of node apart. */
const tells = ['operator', 'storage', 'owns', 'atomic', 'idle', 'strong', 'negated', 'verdict', 'quantifier', 'expected', 'expectViolated', 'immediate'];

/** Every kind of node of a text, with what tells its forms apart, and which of its parts are there or left out. */
export function formsOf(text: string): Set<string> {
  const forms = new Set<string>();
  const { module, diagnostics } = parse({ path: '', text }, 0);
  if (diagnostics.length > 0) return forms;
  walk(module, (node) => {
    const fields = Object.entries(node).filter(([name]) => !['kind', 'span', 'doc', 'comments', 'text'].includes(name));
    forms.add([node.kind, ...fields.flatMap(([name, value]) => (tells.includes(name) ? [`${name}=${String(value)}`] : []))].join(' '));
    for (const [name, value] of fields) {
      if (value === null || (Array.isArray(value) && value.length === 0)) forms.add(`${node.kind} without ${name}`);
      else if (typeof value === 'object') forms.add(`${node.kind} with ${name}`);
    }
  });
  return forms;
}
