import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.js';

/*
 * Writes the TextMate grammar and the Vim syntax from grammar/highlight.json, so that both show the same.
 * Words that are ordinary names in other places are keywords only where they stand as such words do.
 */

const { groups } = JSON.parse(readFileSync(join(root, 'grammar/highlight.json'), 'utf8'));

/** What must follow or precede a word that may also be a name. */
const limits = {
  builtin: { after: '(?=\\s*\\()' },
  placement: { before: '(?<=\\bon )', after: '(?=\\s*[\\[{])' },
  order: { before: '(?<=\\batomic |\\bsection )' },
  state: { before: '(?<![.\\w])', after: '(?!\\s*[:=.](?!=))(?!\\s*\\+=)' },
};
/** Words of these are names after a dot and before `:` or `=`. */
const soft = new Set([
  'live',
  'violates',
  'violated',
  'deadlocks',
  'undecided',
  'waits',
  'deadlock',
  'memory',
  'window',
  'ignore',
  'bound',
  'impossible',
  'under',
  'fair',
  'strongly',
  'except',
  'idle',
  'at',
  'holds',
  'always',
  'eventually',
  'until',
  'leads',
  'to',
  'no',
  'new',
  'on',
  'as',
  'by',
  'of',
  'bool',
  'set',
  'seq',
  'ref',
]);

function wordPatterns({ name, textmate, words }) {
  // A type may stand before `=` and `[`.
  if (name === 'type') return [{ name: textmate, match: `(?<![.\\w])\\b(?:${words.join('|')})\\b(?!\\s*[:(.])` }];
  const { before = '(?<![.\\w])', after = '' } = limits[name] ?? {};
  const hard = words.filter((word) => !soft.has(word));
  const other = words.filter((word) => soft.has(word));
  return [
    ...(hard.length > 0 ? [{ name: textmate, match: `${before}\\b(?:${hard.join('|')})\\b${after}` }] : []),
    ...(other.length > 0 ? [{ name: textmate, match: `(?<![.\\w])\\b(?:${other.join('|')})\\b(?!\\s*(?:[:(.\\[]|=(?!=)|\\+=|-=))` }] : []),
  ];
}

export function textMateGrammar() {
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'mmspec',
    scopeName: 'source.mmspec',
    fileTypes: ['mmspec'],
    patterns: ['comments', 'strings', 'headers', 'labels', 'numbers', 'words', 'operators', 'calls', 'fields'].map((name) => ({ include: `#${name}` })),
    repository: {
      comments: {
        patterns: [
          { name: 'comment.line.documentation.mmspec', match: '///(?!/).*$' },
          { name: 'comment.line.double-slash.mmspec', match: '//.*$' },
        ],
      },
      strings: { name: 'string.quoted.double.mmspec', match: '"[^"]*"' },
      headers: {
        patterns: [
          {
            match: '\\b(module|import)\\s+([A-Za-z_][\\w.]*)',
            captures: { 1: { name: 'keyword.control.import.mmspec' }, 2: { name: 'entity.name.namespace.mmspec' } },
          },
          {
            match: '\\b(object|record|enum)\\s+([A-Za-z_]\\w*)',
            captures: { 1: { name: 'keyword.declaration.mmspec' }, 2: { name: 'entity.name.type.mmspec' } },
          },
          {
            match: '\\b(actor)\\s+([A-Za-z_]\\w*)(?=\\s*[\\[{])',
            captures: { 1: { name: 'keyword.declaration.mmspec' }, 2: { name: 'entity.name.class.mmspec' } },
          },
          {
            match: '\\b(op|action|define)\\s+([A-Za-z_]\\w*)',
            captures: { 1: { name: 'keyword.declaration.mmspec' }, 2: { name: 'entity.name.function.mmspec' } },
          },
          {
            match: '\\b(invariant|temporal|possible|reachable|check|scenario)\\s+([A-Za-z_]\\w*)',
            captures: { 1: { name: 'keyword.declaration.property.mmspec' }, 2: { name: 'entity.name.section.mmspec' } },
          },
          {
            match: '\\b(const|variant)\\s+([A-Za-z_]\\w*)\\s*(:)',
            captures: { 1: { name: 'keyword.declaration.mmspec' }, 2: { name: 'variable.other.constant.mmspec' }, 3: { name: 'punctuation.separator.mmspec' } },
          },
        ],
      },
      labels: {
        match:
          '(?:(?<=^)|(?<=[{};])|(?<=\\s))([A-Za-z_]\\w*)(:)(?=\\s*(?:if|while|let|var|owns|await|idle|atomic|assert|skip|return|goto|break|continue|choose|loop|repeat|either|for|touch)\\b|\\s+(?!(?:bool|set|seq|ref)\\b)[a-z_][\\w.\\[\\]]*\\s*(?:\\(|=(?!=)|\\+=|-=)|\\s*$)',
        captures: { 1: { name: 'entity.name.label.mmspec' }, 2: { name: 'punctuation.separator.mmspec' } },
      },
      numbers: { name: 'constant.numeric.mmspec', match: '\\b\\d+\\b' },
      words: { patterns: groups.flatMap(wordPatterns) },
      operators: { name: 'keyword.operator.mmspec', match: "==|!=|<=|>=|\\+=|-=|\\.\\.|;;|[-+*/%<>=|?']" },
      calls: { match: '\\b([A-Za-z_]\\w*)(?=\\()', name: 'entity.name.function.call.mmspec' },
      fields: { match: '(?<=\\.)[A-Za-z_]\\w*', name: 'variable.other.property.mmspec' },
    },
  };
}

/** Colours `mmspec` fences in Markdown. */
export function markdownGrammar() {
  return {
    scopeName: 'markdown.mmspec.codeblock',
    injectionSelector: 'L:text.html.markdown',
    patterns: [{ include: '#fence' }],
    repository: {
      fence: {
        begin: '(^|\\G)(\\s*)(`{3,}|~{3,})\\s*(?i:(mmspec)(\\s+[^`~]*)?$)',
        end: '(^|\\G)(\\2|\\s{0,3})(\\3)\\s*$',
        name: 'markup.fenced_code.block.markdown',
        beginCaptures: { 3: { name: 'punctuation.definition.markdown' }, 4: { name: 'fenced_code.block.language' } },
        endCaptures: { 3: { name: 'punctuation.definition.markdown' } },
        patterns: [
          {
            begin: '(^|\\G)(\\s*)(.*)',
            while: '(^|\\G)(?!\\s*([`~]{3,})\\s*$)',
            contentName: 'meta.embedded.block.mmspec',
            patterns: [{ include: 'source.mmspec' }],
          },
        ],
      },
    },
  };
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

export function vimSyntax() {
  const lines = [
    '" Vim syntax of mmspec. Written by scripts/highlight.js from highlight.json.',
    "if exists('b:current_syntax')",
    '  finish',
    'endif',
    '',
    'syntax case match',
    "syntax match mmspecOperatorSign /==\\|!=\\|<=\\|>=\\|+=\\|-=\\|\\.\\.\\|;;\\|[-+*%<>=|?']/",
    'syntax match mmspecNumber /\\<\\d\\+\\>/',
    'syntax match mmspecString /"[^"]*"/',
    'syntax match mmspecLabel /\\%(^\\|[{};]\\|\\s\\)\\zs\\h\\w*\\ze:\\%(\\s\\|$\\)/',
  ];
  for (const { name, words } of groups) {
    const group = `mmspec${capital(name)}`;
    if (name === 'builtin') lines.push(`syntax match ${group} /\\.\\@1<!\\<\\%(${words.join('\\|')}\\)\\>\\ze\\s*(/`);
    else if (name === 'declaration' || name === 'property' || name === 'control' || name === 'import' || name === 'value')
      lines.push(`syntax keyword ${group} ${words.join(' ')}`);
    else if (name === 'placement') lines.push(`syntax match ${group} /\\%(\\<on\\s\\+\\)\\@<=\\%(${words.join('\\|')}\\)\\>\\ze\\s*[[{]/`);
    else if (name === 'type') lines.push(`syntax match ${group} /\\.\\@1<!\\<\\%(${words.join('\\|')}\\)\\>\\%(\\s*[:(.]\\)\\@!/`);
    else lines.push(`syntax match ${group} /\\.\\@1<!\\<\\%(${words.join('\\|')}\\)\\>\\%(\\s*\\%(:\\|=[^=]\\|[-+]=\\)\\)\\@!/`);
  }
  lines.push(
    'syntax match mmspecTypeName /\\%(\\<\\%(object\\|record\\|enum\\|actor\\)\\s\\+\\)\\@<=\\h\\w*/',
    'syntax match mmspecFunctionName /\\%(\\<\\%(op\\|action\\|define\\|invariant\\|temporal\\|possible\\|reachable\\|check\\|scenario\\)\\s\\+\\)\\@<=\\h\\w*/',
    'syntax match mmspecComment /\\/\\/.*$/ contains=@Spell',
    'syntax match mmspecDocComment /\\/\\/\\/\\/\\@!.*$/ contains=@Spell',
    'syntax region mmspecBlock start=/{/ end=/}/ transparent fold',
    '',
    'highlight default link mmspecOperatorSign Operator',
    'highlight default link mmspecNumber Number',
    'highlight default link mmspecString String',
    'highlight default link mmspecLabel Label',
    'highlight default link mmspecTypeName Type',
    'highlight default link mmspecFunctionName Function',
    'highlight default link mmspecComment Comment',
    'highlight default link mmspecDocComment SpecialComment',
    ...groups.map(({ name, vim }) => `highlight default link mmspec${capital(name)} ${vim}`),
    '',
    "let b:current_syntax = 'mmspec'",
    '',
  );
  return lines.join('\n');
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** Every file that is written, with its text. */
export const files = () => ({
  'grammar/mmspec.tmLanguage.json': json(textMateGrammar()),
  'grammar/mmspec.markdown.tmLanguage.json': json(markdownGrammar()),
  'grammar/vim/syntax/mmspec.vim': vimSyntax(),
});

if (process.argv[1]?.endsWith('highlight.js')) for (const [path, text] of Object.entries(files())) writeFileSync(join(root, path), text);
