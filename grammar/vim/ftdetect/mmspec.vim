autocmd BufNewFile,BufRead *.mmspec setfiletype mmspec
