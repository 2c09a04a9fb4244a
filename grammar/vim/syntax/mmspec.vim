" Vim syntax of mmspec. Written by scripts/highlight.js from highlight.json.
if exists('b:current_syntax')
  finish
endif

syntax case match
syntax match mmspecOperatorSign /==\|!=\|<=\|>=\|+=\|-=\|\.\.\|;;\|[-+*%<>=|?']/
syntax match mmspecNumber /\<\d\+\>/
syntax match mmspecString /"[^"]*"/
syntax match mmspecLabel /\%(^\|[{};]\|\s\)\zs\h\w*\ze:\%(\s\|$\)/
syntax keyword mmspecImport module import
syntax keyword mmspecDeclaration const variant define enum record object shared ghost owns op actor action var let live
syntax keyword mmspecProperty invariant temporal possible impossible reachable check scenario expect violates violated deadlocks undecided waits deadlock memory window ignore bound under fair strongly except
syntax keyword mmspecControl if else while loop repeat for either choose break continue goto return skip await idle atomic assert where when
syntax match mmspecOperator /\.\@1<!\<\%(or\|and\|not\|implies\|iff\|in\|within\|is\|at\|holds\|forall\|exists\|always\|eventually\|until\|leads\|to\|no\|new\|on\|as\|by\|of\)\>\%(\s*\%(:\|=[^=]\|[-+]=\)\)\@!/
syntax match mmspecPlacement /\%(\<on\s\+\)\@<=\%(cpu\)\>\ze\s*[[{]/
syntax match mmspecOrder /\.\@1<!\<\%(relaxed\|acquire\|release\|full\|read\|write\|lock\|unlock\|section\|enter\|leave\)\>\%(\s*\%(:\|=[^=]\|[-+]=\)\)\@!/
syntax keyword mmspecValue true false none forever self
syntax match mmspecState /\.\@1<!\<\%(holders\|refs\|step\|mover\|enabled\|quiescent\)\>\%(\s*\%(:\|=[^=]\|[-+]=\)\)\@!/
syntax match mmspecType /\.\@1<!\<\%(bool\|set\|seq\|ref\)\>\%(\s*[:(.]\)\@!/
syntax match mmspecBuiltin /\.\@1<!\<\%(get\|try_get\|put\|sub_and_test\|freeze\|unfreeze\|count\|touch\|xchg\|cmpxchg\|append\|pop\|insert\|remove\|remove_at\|first\|last\|find\|index\|min\|max\|sum\|rest\|might_sleep\|in_task\|irqs_disabled\|shares_cpu\|preemptible\|is_handler\|in_interrupt\|in_hardirq\|irq_count_inc\|irq_count_dec\|bh_count_inc\|bh_count_dec\|preempt_count_inc\|preempt_count_dec\|rcu_depth_inc\|rcu_depth_dec\)\>\ze\s*(/
syntax match mmspecTypeName /\%(\<\%(object\|record\|enum\|actor\)\s\+\)\@<=\h\w*/
syntax match mmspecFunctionName /\%(\<\%(op\|action\|define\|invariant\|temporal\|possible\|reachable\|check\|scenario\)\s\+\)\@<=\h\w*/
syntax match mmspecComment /\/\/.*$/ contains=@Spell
syntax match mmspecDocComment /\/\/\/\/\@!.*$/ contains=@Spell
syntax region mmspecBlock start=/{/ end=/}/ transparent fold

highlight default link mmspecOperatorSign Operator
highlight default link mmspecNumber Number
highlight default link mmspecString String
highlight default link mmspecLabel Label
highlight default link mmspecTypeName Type
highlight default link mmspecFunctionName Function
highlight default link mmspecComment Comment
highlight default link mmspecDocComment SpecialComment
highlight default link mmspecImport Include
highlight default link mmspecDeclaration Structure
highlight default link mmspecProperty Define
highlight default link mmspecControl Statement
highlight default link mmspecOperator Operator
highlight default link mmspecPlacement Operator
highlight default link mmspecOrder Statement
highlight default link mmspecValue Constant
highlight default link mmspecState Identifier
highlight default link mmspecType Type
highlight default link mmspecBuiltin Function

let b:current_syntax = 'mmspec'
