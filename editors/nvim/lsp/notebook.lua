-- Neovim 0.11 or later: the language server of notebooks; `vim.lsp.enable('notebook')` starts it.
return {
  cmd = { 'notebook', 'lsp' },
  filetypes = { 'lnb' },
  root_markers = { '.git' },
}
