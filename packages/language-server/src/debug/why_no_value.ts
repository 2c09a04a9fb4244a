import type { Model } from '@mmspec/semantics';

/*
 * Faults of the interpreter, in the words of who asks or sets something.
 */

/** Why an expression has no value in a state. */
export function whyNoValue(fault: string): string {
  if (fault === 'null_reference') return 'It has no value here: something in it is `none`, or a variable that has no value yet.';
  if (fault === 'range of division') return 'It has no value here: it divides by 0.';
  if (fault.startsWith('range of ')) return `It has no value here: an index of \`${fault.slice('range of '.length)}\` is out of range.`;
  return `It has no value here: ${fault}.`;
}

/** Why a variable cannot have a value; the end of a sentence. */
export function whyNotStored(model: Model, fault: string): string {
  if (fault === 'null_reference') return 'something in it is `none`, or has no value yet.';
  if (fault === 'underflow') return 'a counter is not negative.';
  if (fault === 'overflow') return 'the counter has no room for it.';
  if (fault === 'range of division') return 'it divides by 0.';
  const name = fault.slice('range of '.length);
  const type = model.variables.find((variable) => variable.name.text === name)?.type;
  const text = type === undefined ? '' : (model.files[type.span.file]?.text.slice(type.span.start, type.span.end) ?? '');
  return text === '' ? `it is out of the range of \`${name}\`.` : `\`${name}\` is \`${text}\`.`;
}
