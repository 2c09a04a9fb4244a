/** Longer text stays as it was printed, which is laid out too: Prettier takes ten seconds for a million characters. */
const lengthMax = 300_000;

/** TypeScript as people read it. Prettier is loaded only here, never between Enter and a verdict. */
export async function formatTypeScript(text: string): Promise<string> {
  if (text.length > lengthMax) return text;
  const [{ format }, typescript, estree] = await Promise.all([
    import('prettier/standalone'),
    import('prettier/plugins/typescript'),
    import('prettier/plugins/estree'),
  ]);
  return format(text, { parser: 'typescript', plugins: [typescript.default, estree.default as never], singleQuote: true, printWidth: 120 });
}
