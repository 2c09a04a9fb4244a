" Settings of mmspec files. `:make` checks the file; `gq` and `=` of a whole file are better left to `mmspec fmt`.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=//\ %s
setlocal comments=:///,://
setlocal expandtab shiftwidth=2 softtabstop=2 textwidth=120
setlocal formatoptions-=t formatoptions+=croql
setlocal suffixesadd=.mmspec
setlocal include=^\s*import
setlocal includeexpr=substitute(v:fname,'\\.','/','g')
setlocal foldmethod=syntax foldlevel=99
setlocal cindent cinoptions=L0,:0,j1,J1,+2,(2
setlocal makeprg=mmspec\ check\ %:S
setlocal errorformat=%f:%l:%c:\ %trror[%*[^]]]:\ %m,%f:%l:%c:\ %tarning[%*[^]]]:\ %m

let b:undo_ftplugin = 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< textwidth< formatoptions< suffixesadd< include< includeexpr< foldmethod< foldlevel< cindent< cinoptions< makeprg< errorformat<'
