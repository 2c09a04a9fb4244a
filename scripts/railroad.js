import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';

/*
 * Railroad diagrams as one page that needs nothing else: drawn here, once, by the library that Chevrotain carries
 * (Tab Atkins' railroad-diagrams, CC0), and written as plain SVG.
 */

const folder = fileURLToPath(new URL('../packages/syntax/node_modules/chevrotain/diagrams/', import.meta.url));

/** Runs a script that was written for several module systems as a CommonJS one. */
function load(path, require) {
  const module = { exports: {} };
  compileFunction(readFileSync(`${folder}${path}`, 'utf8'), ['module', 'exports', 'require'])(module, module.exports, require);
  return module.exports;
}

const style = `
  body { font-family: sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; background: #fff; color: #111 }
  h2 { font: bold 1rem monospace; margin: 2rem 0 0 }
  nav a { font-family: monospace; margin-right: 0.7rem; display: inline-block }
  svg { max-width: 100%; height: auto }
  svg path { stroke-width: 2; stroke: #333; fill: none }
  svg text { font: bold 14px monospace; text-anchor: middle }
  svg rect { stroke-width: 2; stroke: #333; fill: #cfe8d5 }
  svg g.non-terminal rect { fill: #d6e4ff }
  svg g.non-terminal text { fill: #0645ad }
`;

/** Turns each box of a rule into a link to its diagram. */
function linked(svg, names) {
  return svg.replace(/<g class="non-terminal">\s*([\s\S]*?)<\/g>/g, (whole, inner) => {
    const name = />(\w+)<\/text>/.exec(inner)?.[1];
    return name !== undefined && names.has(name) ? `<a href="#${name}">${whole}</a>` : whole;
  });
}

/** The page for these rules. */
export function railroadPage(rules) {
  const railroad = load('vendor/railroad-diagrams.js', () => ({}));
  const builder = load('src/diagrams_builder.js', () => railroad);
  const names = new Set(rules.map(({ name }) => name));
  const sections = rules.map((rule) => {
    const svg = String(builder.convertProductionToDiagram(rule, rule.name)).replace(
      / (occurrenceInParent|topRuleName|dslRuleName|tokenName|rulename)="[^"]*"/gi,
      '',
    );
    return `<h2 id="${rule.name}">${rule.name}</h2>\n${linked(svg, names)}`;
  });
  const links = rules.map(({ name }) => `<a href="#${name}">${name}</a>`).join('\n');
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<title>The grammar of mmspec</title>',
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<h1>The grammar of mmspec</h1>',
    '<p>Written by <code>scripts/generate_grammar.js</code> from the parser. How operators bind, and what <code>{</code> and <code>if</code> mean where, is said in <code>mmspec.ebnf</code>.</p>',
    `<nav>\n${links}\n</nav>`,
    ...sections,
    '</body>',
    '</html>',
    '',
  ]
    .join('\n')
    .replace(/[ \t]+$/gm, '');
}
