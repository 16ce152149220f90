autocmd BufRead,BufNewFile *.lnb setfiletype lnb
