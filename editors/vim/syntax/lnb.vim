" Mathematical notebooks: Markdown with cells.
if exists('b:current_syntax')
  finish
endif
runtime! syntax/markdown.vim
unlet! b:current_syntax

syntax region lnbCell start=/^ \{0,3}\z(```\+\|\~\~\~\+\)lnb\s*$/ end=/^ \{0,3}\z1\s*$/ keepend contains=lnbStatement,lnbClause,lnbVerdict,lnbRefuted,lnbShape,lnbFunction,lnbOperator,lnbNumber,lnbString,lnbComment
syntax region lnbResult start=/^ \{0,3}\z(```\+\|\~\~\~\+\)lnb-result\s*$/ end=/^ \{0,3}\z1\s*$/ keepend contains=lnbVerdict,lnbRefuted
syntax match lnbStatement /^\s*\(axiom\|best\|calc\|certify\|check\|claim\|constant\|density\|evaluate\|find\|flow\|function\|import\|let\|maximise\|maximize\|minimise\|minimize\|param\|plot\|space\|for which\)\>/ contained
syntax keyword lnbClause contained and by cite digits expect for given if iff in note on oo over provided using where with
syntax keyword lnbVerdict contained proved certified supported assumed unknown
syntax keyword lnbRefuted contained refuted
syntax keyword lnbShape contained vector matrix symmetric antisymmetric tensor scalar even radial decaying compact logconcave integer
syntax keyword lnbFunction contained atan cos cosh div exp grad hess lap ln log partial sin sinh sqrt sym tan tanh tr transpose
syntax match lnbFunction /\<\%(div\|grad\|hess\|lap\|partial\)_\k\+/ contained
syntax match lnbOperator /[∇Δ∂∫]/ contained
syntax match lnbNumber /\<\d\+\(\.\d\+\)\?\>/ contained
syntax region lnbString start=/"/ end=/"/ oneline contained
syntax match lnbComment /#.*$/ contained

highlight default link lnbStatement Statement
highlight default link lnbClause Keyword
highlight default link lnbVerdict Type
highlight default link lnbRefuted WarningMsg
highlight default link lnbShape StorageClass
highlight default link lnbFunction Function
highlight default link lnbOperator Operator
highlight default link lnbNumber Number
highlight default link lnbString String
highlight default link lnbComment Comment

let b:current_syntax = 'lnb'
