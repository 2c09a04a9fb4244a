import type { Form, Origin, TextHabit } from './types.ts';

/*
 * Habits in the text of a line. They are looked at only where reading failed, the first one that fits is named.
 * Patterns have no unbounded part before a sign that may be missing, so each is linear in the line.
 */

type Row = readonly [pattern: RegExp, instead: string | null, note?: string | undefined, elsewhere?: Pick<Form, 'inCode' | 'inFields'>];

/** Such a habit is about the whole line. */
export function beginsLine({ pattern }: TextHabit): boolean {
  return pattern.source.startsWith('^');
}

function from(origin: Origin, rows: readonly Row[]): TextHabit[] {
  return rows.map(([pattern, instead, note, elsewhere = {}]): TextHabit => {
    const form: Form = { from: origin, instead, ...(note === undefined ? {} : { note }), ...elsewhere };
    return { pattern, ...form };
  });
}

const labelled = 'Say where an actor stands in a property: `a at l`, `a at {l, m}`, `a at done`.';
const blocks = 'What belongs together stands in braces.';
const fields = 'What the fields of one object begin with stands where it is declared; the others begin as its type says.';
const typed = 'Every variable says which values it can take, so that the states are finite.';
const noPointers = 'There are no pointers: name the object itself.';
const assigned = { inCode: 'var x: T = e' };
const variable = { inCode: 'var x: 0..3 = 0', inFields: 'x: 0..3 = 0' };
const converted = 'Nothing is converted; name the object itself.';
const oneVariable = 'A quantifier has one variable.';
const oneStep = 'A statement is one step; several as one step stand in `atomic { … }`.';

const tla = from('TLA+', [
  [/^\s*(?:-{4,}.*|={4,}\s*$)/, 'module NAME', 'A file begins with that line and ends with the file.'],
  [/\\\*|\(\*(?!\w)/, '//'],
  [/\bpc\b[^=]{0,40}=\s*"?\w*"?/, 'a at l', labelled],
  [/\[\s*\w+\s+\\?in\s+[^|\]]{1,80}\|->/, '[k: e]', 'In order of the keys: `[a, b]`. One value alone is for all.'],
  [/\bCHOOSE\b.*/, 'choose x in S where p', 'As a statement it takes each member in turn.'],
  [/\\A\b/, 'forall x in S: p'],
  [/\\E\b/, 'exists x in S: p'],
  [/\bforall\s+\w+\s*(?:in\s[^:,]{1,80})?,/, 'forall x in S: forall y in T: p', oneVariable],
  [/\bexists\s+\w+\s*(?:in\s[^:,]{1,80})?,/, 'exists x in S: exists y in T: p', oneVariable],
  [/\bchoose\s+\w+\s*(?:in\s[^:,]{1,80})?,/, 'choose x in S', 'The next one has a `choose` of its own, behind it in the same step.'],
  [/\/\\/, 'and'],
  [/\\\//, 'or'],
  [/\\land\b/, 'and'],
  [/\\lor\b/, 'or'],
  [/\\(?:lnot|neg)\b/, 'not'],
  [/\\notin\b/, 'not in'],
  [/\\in\b/, 'in'],
  [/\\subseteq\b/, 'within'],
  [
    /\\(?:cup|union)\b|(?<=\w)\s+(?:union|UNION)\s+(?=[\w{(])/,
    's += {x}',
    'A set variable is extended with `+=`; in a property ask for membership in either set.',
  ],
  [/\s\\\s/, 's -= {x}', 'In a property: `{x in s where x not in t}`.'],
  [/\\(?:cap|intersect)\b/, '{x in s where x in t}'],
  [/\\(?:leq|geq)\b/, '<= or >='],
  [/\\div\b/, '/'],
  [/\\(?:o|circ)\b/, 'append(q, x)'],
  [/\[[^\]]{0,80}\bEXCEPT\b.*|\bEXCEPT\b/, 'x[i] = e', 'An element or field is assigned by itself.'],
  [/(?:\[\s*)?\w*\s*\|->/, 'R(field: e)', 'A record is built by the name of its type.'],
  [/<<[^>]{0,80}>>/, 'seq<T, N>', 'A sequence begins as `{}` or `[a, b]`, and `append(q, x)` adds to it.'],
  [/\[\]\s*\[[^\]]*\]_\w*/, null, 'Nothing says which steps there are but the actors and actions.'],
  [/\b[WS]F(?:_\w+|\s*\()/, 'under fair a', 'Fairness is said beside a temporal property: `under fair a`, `under strongly fair a`.'],
  [/~>/, 'leads to'],
  [/^\s*(?:(?:LOCAL\s+)?INSTANCE|EXTENDS)\b/, 'import kernel.folio', 'Numbers, sets and sequences need no module.'],
  [/^\s*VARIABLES?\b/, 'shared x: T = e', typed],
  [/^\s*CONSTANTS?\b/, 'const N: 1..4 = 2', 'A check sets it: `check c { N = 3 }`.'],
  [
    /^\s*(?:ASSUME|THEOREM|PROPERTY|INVARIANT|SPECIFICATION)\b/,
    'invariant NAME: p',
    'Properties are declared in the spec, and a `check` says what is expected of them.',
  ],
  [
    /\b(?:(?:STATE_|ACTION_)?CONSTRAINTS?|constraint|assuming)\b/,
    'bound p',
    'In the braces of a check: what lies behind it is counted and judged, and no step is taken from there.',
  ],
  [/^\s*(?:\w+:)?\s*\w[\w.]*(?:\[\w+\])?'\s*=(?!=)/, 'x = e', "What is assigned has no prime; in a property `x'` is the value after the step."],
  [/\bUNCHANGED\b/, null, 'What a step does not assign stays as it is.'],
  [/\bLET\b.*/, 'let x = e'],
  [/\bIF\b.*\bTHEN\b/, 'a if c else b'],
  [/\bCASE\b/, 'a if c else b if d else e'],
  [/\bSUBSET\b/, 'set<T>', 'A variable of type `set<T>` takes any subset as its value.'],
  [/\bENABLED\b/, 'enabled(a)'],
  [/\bDOMAIN\b/, 'forall k in K: p', 'The keys of an array are the type in its brackets.'],
  [
    /^(?:\s*(?:Init|Next|Spec|Inv|TypeOK|Fairness|Liveness)|\w+(?:\([\w, ]*\))?)\s*==/,
    'define NAME = e',
    'What an actor does is the text of an `actor`; a claim is an `invariant NAME: p`.',
  ],
]);

const plusCal = from('PlusCal', [
  [/:=|\|\|(?=\s*\w+\s*:=)/, '='],
  [/^\s*--(?:fair\s+)?algorithm\b/, 'module NAME'],
  [/^\s*variables?\b/, 'shared x: T = e', typed],
  [/^\s*(?:fair\+?\s+)?process\b.*/, 'actor p[2] { … }', 'In it `self` is the instance; fairness is said at a property: `under fair p`.'],
  [/^\s*begin\b/, '{', blocks],
  [/\bend\s+(?:process|algorithm|procedure|macro|define|while|if|either|with)\b|^\s*end\s*(?:;|$)/, '}', blocks],
  [/^\s*(?:\w+:)?\s*with\b.*/, 'choose x in S', 'For one step with each member: `for x in S { … }` inside of `atomic`.'],
  [/\bcall\s+\w+/, 'f(x)'],
  [/^\s*(?:procedure|macro)\b/, 'op f(x: T) { … }', 'An `atomic op` is one step.'],
  [/\bwhile\b.*\bdo\b/, 'while c { … }'],
  [/\bif\b.*\bthen\b/, 'if c { … }'],
  [/\bthen\b/, 'if c { … }'],
  [/\b(?:elsif|elseif|elif)\b.*/, 'else if'],
  [/^\s*(?:\w+:)?\s*when\b/, 'await p'],
  [/(?<=^\s*)or\b(?!\s*\{).*|\beither\b(?!\s*\{).*/, 'either { … } or { … }'],
  [/^\s*(?:print|printf)\b/, null, 'A trace shows each step and what it changed.'],
]);

const head = 'In the head of an actor stands `on cpu[0]`, then `as hardirq`, then `when p`.';

const promela = from('Promela', [
  [/\bprovided\b/, 'actor a when p { … }', head],
  [/\bpriority\s+\d+/, 'actor a on cpu[0] as hardirq { … }', head],
  [/^\s*(?:active|(?:D_)?proctype)\b/, 'actor p[2] { … }'],
  [/\b(?:xr|xs)\s+\w+\s*;/, null, 'Which steps commute is found out without help.'],
  [/\bd_step\b.*/, 'atomic { … }'],
  [/\brun\s+\w+\s*\(/, 'actor p[2] { … }', 'All actors are there from the beginning; one that waits for its start begins with `await`.'],
  [/^\s*(?:::|od\b|fi\b)/, 'either { … } or { … }'],
  [/\b(?:do|if)\s*::.*/, 'either { … } or { … }', 'A branch with a guard begins with `await p`; around it stands `loop { … }`.'],
  [/(?:\bdo|\bif)\s*$/, 'loop { either { … } or { … } }'],
  [/\bor\s*\{\s*else\b/, 'or { await p … }', 'A branch says itself when it may be taken: `if p { … } else { … }` decides.'],
  [
    /^\s+(?:\w+:\s*)?(?:\w[\w.]*(?:\(\w[\w.]*\))?\s*(?:==|!=|[<>]=?)\s*\w+|\(\s*\w[\w.]*\s*(?:==|!=|[<>]=?)\s*\w+\s*\))\s*(?:;|->|$)/,
    'await p',
    'A condition alone is no statement: `await p` waits for it, `if p { … }` decides by it.',
  ],
  [/^\s*mtype\b[^{]{0,80}\{.*/, 'enum E { a, b }'],
  [/^\s*chan\b.*/, 'shared c: seq<T, N> = {}', 'A channel is a sequence: `append(c, x)` and `pop(c)`.'],
  [/^\s*(?:hidden\s+|local\s+)?(?:byte|mtype|pid)\b/, 'shared x: 0..3 = 0', typed, variable],
  [/\b\w+\s*!\s*[\w(]/, 'append(c, x)', '`not p` is the negation; a channel is a sequence.'],
  [/^\s*(?:\w+:)?\s*\w+\s*\?\??\s*[\w<(]/, 'x = pop(c)', 'It waits in `atomic { await |c| > 0  x = pop(c) }`.'],
  [/^\s*ltl\b/, 'temporal NAME: p under fair'],
  [/^\s*(?:never|trace|notrace)\b/, 'temporal NAME: p under fair'],
  [/^\s*init\s+\w+\.\w/, 'shared x: T = T(f: e)', fields],
  [/^\s*init\b/, 'shared x: T = e', 'Initial values stand at the variables.'],
  [/^\s*typedef\b/, 'record R { a: T }'],
  [/^\s*inline\b/, 'op f(x: T) { … }'],
  [/(?<!\w)\[\](?=\s*[(\w<!~])/, 'always p'],
  [/<>(?=\s*[(\w[!~])/, 'eventually p', 'Not equal is `!=`.'],
  [/\belse\s*->/, 'else { … }'],
  [/\w+@\w+/, 'a at l', labelled],
]);

const c = from('C', [
  [/^\s*(?:\w+:)?\s*[\w.[\]]+\s*\/=(?!=)/, 'x = x / 2', 'Besides `=` there are `+=` and `-=`.'],
  [
    /^\s*(?:static\s+)?(?:DEFINE|DECLARE)_SEQ\w*\s*\(|^\s*(?:static\s+)?seq(?:lock|count)(?:_\w+)?_t\s+\w+/,
    'shared s: Seqcount',
    'It comes with `import kernel.seqcount`; of a seqlock the lock is a `Spinlock` beside it.',
    { inFields: 'seq: Seqcount' },
  ],
  [
    /^\s*(?:static\s+)?(?:DEFINE|DECLARE)_\w+\s*\(|^\s*(?:static\s+)?(?:raw_)?(?:spinlock|rwlock|mutex|rwsem)_t\s+\w+/,
    'shared l: Spinlock',
    'It comes with `import kernel.spinlock`; a `Mutex` with `kernel.mutex`, a `Rwsem` with `kernel.rwsem`.',
    { inFields: 'lock: Spinlock' },
  ],
  [/^\s*(?:EXPORT_SYMBOL|MODULE_|module_|late_init|early_init|__setup)\w*\s*\(/, null, 'A spec says what runs, and nothing of how it is built.'],
  [/^\s*union\b/, 'record R { a: T }', 'No two variables share their place.'],
  [/^\s*enum\b[^{]{0,80}\{[^}=]{0,80}\w\s*=\s*\d/, 'enum E { a, b }', 'Tags have no numbers.'],
  [
    /^\s*(?:\w+:)?\s*(?:\w*list_for_each|\w*for_each)\w*\s*\(.*/,
    'for x in q { … }',
    'Inside of `atomic`; one member a step: `while |q| > 0 { take: let x = pop(q) … }`.',
  ],
  [/\b\d+\.\d+\b/, '1', 'Numbers are whole.'],
  [/(?:struct|enum)\s+(?=\w+\s*(?:[=,)}?;]|$))/, 'Folio', 'The name of a type stands alone.'],
  [/(?<=:\s*)(?:(?:unsigned|signed|const|volatile|long|short)\s+)+\w+/, '0..3', typed],
  [/\((?:const\s+)?(?:unsigned|signed|int|bool|long|short|char|void|[us](?:8|16|32|64)|size_t|pte_t|gfp_t)(?:\s+\w+)?\s*\**\)(?=\s*[\w(&*])/, null, converted],
  [/(?<![\w)\]]\s*)\*+(?=[a-z_])/, null, noPointers],
  [/<=>|<->/, 'iff'],
  [/==>|=>/, 'implies', 'At least is `>=`.'],
  [/=</, '<='],
  [/===/, '=='],
  [/!==/, '!='],
  [/^\s*#\s*include\b/, 'import kernel.folio'],
  [/^\s*#\s*define\b/, 'define NAME = e', 'A number that checks set is `const N: 1..4 = 2`.'],
  [/\b(?:scoped_)?guard\s*\(\w+\)\s*\(/, 'mutex_lock(m) … mutex_unlock(m)', 'It is unlocked on every way out.'],
  [/^\s*#\s*(?:if|ifdef|ifndef|else|endif|elif)\b/, 'variant v: bool = true', 'A check sets it, or tries all: `check c for v { }`.'],
  [/>>=(?!=)/, 'x = x / 2', 'Besides `=` there are `+=` and `-=`; there are no operations on bits.'],
  [/(?:\*|<<)=(?!=)/, 'x = x * 2', 'Besides `=` there are `+=` and `-=`; there are no operations on bits.'],
  [/%=(?!=)/, 'x = x % 2', 'Besides `=` there are `+=` and `-=`.'],
  [/(?<!\|)\|=(?!=)/, 'flags += {flag}', 'There are no operations on bits: flags are a set, or each is a variable of type `bool`.'],
  [/(?<!&)&=(?!=)/, 'flags -= {flag}', 'There are no operations on bits: flags are a set, or each is a variable of type `bool`.'],
  [/\^=(?!=)/, 'flag = not flag', 'There are no operations on bits: flags are a set, or each is a variable of type `bool`.'],
  [/\bdo\s*\{/, 'loop { … if not c { break } }', 'The condition stands at its end; a call that takes steps is a whole condition: `if not f(x) { break }`.'],
  [/\bfor\s*\(/, 'repeat 3 { … }', 'Over the members of a set: `for x in S { … }` in one step; until something: `while c { … }`, `loop { … }`.'],
  [/(?<=[(,])\s*(?:struct\s+\w+\s*\*+|int|bool|unsigned|long|char|u8|u16|u32|u64|size_t)\s*\w+(?=\s*[,)])/, 'f(x: T)', 'The type stands behind the name.'],
  [/(?<=:\s*)(?:struct\s+)?\w+\s*\*+\s*(?:=|$|(?=[,)}]))/, 'f: Folio', 'A type of objects is a reference; one that may be none is `Folio?`.'],
  [/^\s*(?:\w+:\s*)?switch\b.*|^\s*(?:case|default)\b/, 'if x == a { … } else if x == b { … }', 'A branch ends by itself, without `break`.'],
  [/^\s*(?:const\s+)?struct\s+\w+\s+\**\w+\s*=/, 'shared x: T? = none', noPointers, { inCode: 'let x = e' }],
  [
    /^\s*(?:static\s+|const\s+)*struct\s+\w+\s+\**\w+\s*(?:[;,]|$)/,
    'shared f: Folio',
    'A reference that may be none is `Folio?`.',
    { inCode: 'var x: Folio? = none', inFields: 'f: Folio? = none' },
  ],
  [/^\s*(?:typedef\s+)?struct\b/, 'object Folio { field: T = e }', 'A value that is copied is a `record`.'],
  [/\((?:struct\s+)?\w+\s*\*+\)/, null, converted],
  [/\?[^:?]{1,80}:/, 'a if c else b'],
  [/\+\+|--/, 'x += 1', 'A statement assigns, calls or controls; expressions change nothing.'],
  [/<<|>>/, 'flags: bool[Flag]', 'There are no operations on bits: use flags of type `bool`, or a set.'],
  [/\w\s*&\s*~?\s*\w|\w\s*\^\s*\w/, 'flag in flags', 'There are no operations on bits: use flags of type `bool`, or a set.'],
  [/^\s*(?:static\s+|extern\s+|inline\s+|__always_inline\s+)*(?:void|int|bool|unsigned|long|char|u8|u16|u32|u64|size_t)\s+\*?\w+\s*\(/, 'op f(x: T): T { … }'],
  [
    /^\s*(?:static\s+|extern\s+|volatile\s+)*(?:int|unsigned|long|short|char|bool|boolean|bit|void|u8|u16|u32|u64|size_t|atomic_t|refcount_t|pte_t|gfp_t|float|double|string)\s+\**\w+/,
    'shared x: 0..3 = 0',
    typed,
    variable,
  ],
  [/^\s*(?:\w+:\s*)?[A-Za-z_]\w*\s+\*+\s*\w+\s*=(?!=)/, 'shared x: T? = none', noPointers, { inCode: 'let x = e' }],
  [
    /^\s*(?:\w+:\s*)?[A-Za-z_]\w*\s+\*+\s*\w+\s*(?:[;,]|$)/,
    'shared f: Folio',
    'A reference that may be none is `Folio?`.',
    { inCode: 'var x: Folio? = none', inFields: 'f: Folio? = none' },
  ],
  [/^\s*(?:static|extern|volatile|register|auto)\b/, 'shared x: T = e', undefined, assigned],
  [/'\w'/, 'enum E { a, b }', 'Values that are only compared are tags.'],
  [/^\s*(?:public|private|class|try|catch|throw|new|delete)\b/, null, 'There are objects, operations and actors, and nothing else.'],
]);

const guesses = from('guess', [
  [/^\s*(?:atomic\s+)?op\s+\w+\s*\([^)]{0,80}\)\s*->.*/, 'op f(x: T): T { … }', 'The type of the result stands behind `:`.'],
  [/\.\w+\s*\(/, 'f(x)', 'Nothing has methods: an operation takes the object as an argument; membership is `x in s`, a size `|s|`.'],
  [/\bforall\s+\w+\s*:/, 'forall x in S: p'],
  [/\bexists\s+\w+\s*:/, 'exists x in S: p'],
  [/\b(?:for\s+all|foreach|for\s+each)\b/, 'forall x in S: p', 'As a statement: `for x in S { … }` inside of `atomic`.'],
  [/\bthere\s+exists\b/, 'exists x in S: p'],
  [/\b(?:for|forall|exists)\s+\w+\s+(?:of|=|from)\b/, 'for x in S'],
  [/\bidle\s+(?!await\b)\w+/, 'idle await p', '`idle` says that waiting here is no deadlock.'],
  [/\bidle\b(?!\s+await)/, 'idle await p', '`idle` says that waiting here is no deadlock.'],
  [/\b(?:wait(?:_event|_for|_until)?|block)\b(?!\s*[:(=])/, 'await p'],
  [/\b(?:assume|require|guard)\s+\S/, 'await p'],
  [/\b(?:ensure|verify)\s+\w/, 'assert p'],
  [/\b(?:yield|sleep|nop|noop|pass|nothing)\s*(?:\(\s*\w*\s*\))?\s*(?:;|\}|$)/, 'l: skip'],
  [/\b(?:spawn|fork|start|thread)\b/, 'actor p[2] { … }', 'All actors are there from the beginning; one that waits for its start begins with `await`.'],
  [/^\s*(?:function|fn|func|def|proc)\b/, 'op f(x: T): T { … }'],
  [/^\s*(?:init|initial|initially)\s+\w+\.\w/, 'shared x: T = T(f: e)', fields],
  [/^\s*(?:init|initial|initially)\b/, 'shared x: T = e', 'Initial values stand at the variables.'],
  [/^\s*(?:property|assertion|safety|liveness|lemma|never|claim)\b/, 'invariant NAME: p', 'Of whole runs: `temporal NAME: p under fair`.'],
  [/^\s*(?:global|local|volatile|mut|state|val)\s+\w+/, 'shared x: T = e', typed, assigned],
  [/\blet\s+mut\b/, 'var x: T = e'],
  [/^\s*(?:shared|ghost)\s.*=\s*choose\b.*/, 'shared x: T in S', 'There is an initial state for each member, or for those of `in S where p`.'],
  [/=\s*choose\b.*/, 'choose x in S', 'It is a statement, which takes each member in turn.'],
  [/^\s*(?:shared|ghost|var|let)\s+\w+\s*\[[^\]]{0,80}\]\s*[:=]/, 'shared x: T[4] = e', 'The keys stand behind the type.'],
  [/^\s*(?:const|variant|shared|ghost|var|let)\s+\w+\s*,\s*\w/, 'shared x: T = e', 'Each name has a declaration of its own.'],
  [/^\s*(?:const|variant)\s+\w+\s*=/, 'const N: 0..3 = 2', 'A switch is `variant v: bool = true`. Both say which values checks can set.'],
  [/^\s*(?:shared|ghost)\s+(?:owns\s+)?\w+\s*=/, 'shared x: T = e', typed],
  [/^\s*(?:shared|const|ghost|variant|var|let)\s+(?:int|bool|byte|unsigned|long|u\d+|size_t|Nat|Int)\s+\w+/, 'shared x: T = e', typed, assigned],
  [/\b(?:array|map|dict|Map|HashMap|Array)\s*(?:<|\[|\()/, 'T[K]', 'An array has a value for each key: `bool[cpu]`, `0..3[2]`.'],
  [/\b(?:Set|set)\s+of\b|\bSet\s*</, 'set<T>'],
  [/\b(?:list|List|queue|Queue|Vec|vector|Seq|fifo)\s*(?:<|\[|\bof\b)/, 'seq<T, N>'],
  [/\b(?:Option|Optional|option|Maybe)\s*</, 'T?'],
  [/\bis\s+(?:not\s+)?(?:none|null|NULL|true|false)\b/, 'x == none'],
  [/(?:^|[{;}])\s*\w+\s*:\s*\{\s*\w[\w.]*\s*[-+]?=[^=]/, 'l: atomic { … }', 'A label names the steps behind it, up to the next label, without braces.'],
  [
    /[=(,:]\s*\{\s*\.?\w+\s*[=:][^=]/,
    'R(a: 0, b: 0)',
    'A record is built by the name of its type, with a value for each field; the values of an array stand in `[…]`, or one for all.',
  ],
  [
    /^\s*\{\s*(?:\w[\w.]*\s*[-+]?=[^=]|$)|\{\s*\{\s*\w[\w.]*\s*[-+]?=[^=]/,
    'atomic { … }',
    'Statements follow one another without braces; what is one step stands in `atomic`.',
  ],
  [/^\s*enum\s+\w+\s*[=:]/, 'enum E { a, b }'],
  [/^\s*(?:actor|process|thread)\s+\w+\s*(?:\(|\*)/, 'actor p[2] { … }', 'In it `self` is the instance, and `index(self)` its number.'],
  [/^\s*actor\s+\w+\s*:/, 'actor p { … }', blocks],
  [/^\s*actor\s+\w+(?:\[[^\]]*\])?\s+(?:on\s+(?!cpu\s*\[)|at\s|in\s|runs\s|cpu\b)/, 'actor a on cpu[0] { … }', head],
  [/^\s*actor\s+\w[^{]{0,80}\swhen\s[^{]{0,80}\s(?:on|as)\s/, 'actor a on cpu[0] as hardirq when p { … }', head],
  [/^\s*actor\s+\w[^{]{0,80}\sas\s+\w+\s+(?:on|as)\s/, 'actor a on cpu[0] as hardirq { … }', head],
  [/^\s*actor\s+\w+(?:\[[^\]]*\])?\s+(?:if|where|while|guarded)\b/, 'actor a when p { … }', head],
  [/^\s*check\s[^{}]{0,80}\{[^{}]{0,80}\bexpect\b/, 'check c { … } expect holds', 'What is expected stands behind the braces.'],
  [
    /\bexpect\s+(?:ok|pass|passes|safe|true|success|no|fail|fails|failure|error|violation|false|hold|violated)\b/,
    'expect holds',
    'Or what is found: `expect violates P within 9`, `expect deadlocks`.',
  ],
  [
    /\bexpect\s+(?!(?:holds|violates|deadlocks|undecided)\b)[A-Za-z_]\w*(?:\.\w+)?/,
    'expect violates p',
    'Where nothing is violated it is `expect holds`; `check c of p { } expect holds` judges p alone.',
  ],
  [/^\s*invariant\s+(?!\w*\s*:).*/, 'invariant NAME: p'],
  [/^\s*(?:(?:use|using|include|require|open|with|from)\s+[\w."'<]|import\s+["'<])/, 'import kernel.folio'],
  [/\b(?:switch|match)\b/, 'if x == a { … } else if x == b { … }'],
  [/^\s*(?:\w+:)?\s*\w+\s*,\s*\w+\s*=\s*/, 'atomic { x = 1  y = 2 }', oneStep],
  [/=\s*\w+\s*=(?!=)/, 'atomic { x = 0  y = 0 }', oneStep],
  [/^\s*(?:\w+:)?\s*if\b[^{]*$/, 'if c { … }', blocks],
  [/^\s*atomic\s*\(/, 'atomic { … }'],
  [
    /,\s*(?:violates|deadlocks|holds)\b/,
    'expect deadlocks violates p',
    'Clauses follow one another without a comma; the properties of one are separated by commas.',
  ],
  [/\[\s*\w+\s*:[^\]]{0,80},\s*\w+\s*:/, '[a, b]', 'Values stand in the order of the keys; `[k: e]` says one for each key `k`.'],
  [/\bxor\b/, '!='],
  [/\*\*/, null, 'There is no power; a constant may hold the value.'],
  [/~/, 'not'],
  [/\w\s+#\s+\w|\/=/, '!='],
]);

/** In the order in which they are tried: what begins a line says what the line is. */
export const textHabits: readonly TextHabit[] = [...tla, ...plusCal, ...promela, ...c, ...guesses].toSorted(
  (a, b) => Number(beginsLine(b)) - Number(beginsLine(a)),
);
