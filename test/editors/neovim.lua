-- Driven by neovim.editor.test.ts: opens a spec with a mistake, fixes it, runs a check, and writes what the server says to a file, one answer a line.
local server, spec, out = vim.env.MMSPEC_SERVER, vim.env.MMSPEC_SPEC, vim.env.MMSPEC_OUT
local lines = {}
local function say(name, value) table.insert(lines, name .. '\t' .. vim.fn.json_encode(value)) end
local function fail(why)
  say('failed', why)
  vim.fn.writefile(lines, out)
  vim.cmd('cquit 1')
end

vim.cmd('edit ' .. vim.fn.fnameescape(spec))
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = 'mmspec', cmd = { vim.env.MMSPEC_NODE, server, 'lsp', '--stdio' }, root_dir = vim.fn.fnamemodify(spec, ':h') })
if not id then fail('the server did not start') end
vim.lsp.buf_attach_client(buffer, id)
if not vim.wait(20000, function() return #vim.diagnostic.get(buffer) > 0 end, 20) then fail('no diagnostics') end
say('diagnostics', vim.tbl_map(function(each) return { each.lnum, each.col, each.source } end, vim.diagnostic.get(buffer)))

local document = vim.lsp.util.make_text_document_params(buffer)
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 10000)
  local answer = answers and answers[id]
  if not answer or answer.err then fail(method .. ': ' .. vim.inspect(answers)) end
  return answer.result
end
local here = { textDocument = document, position = { line = 3, character = 8 } }
say('hover', ask('textDocument/hover', here).contents.value)
local edit = ask('textDocument/rename', vim.tbl_extend('force', here, { newName = 'flag' }))
vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
-- The mistake is fixed by typing, and the diagnostics go.
vim.api.nvim_buf_set_lines(buffer, 4, 5, false, { '  there: flag   =   false' })
if not vim.wait(20000, function() return #vim.diagnostic.get(buffer) == 0 end, 20) then fail('the diagnostics stay') end
vim.lsp.util.apply_text_edits(ask('textDocument/formatting', { textDocument = document, options = { tabSize = 2, insertSpaces = true } }), buffer, 'utf-16')
say('text', vim.api.nvim_buf_get_lines(buffer, 0, -1, false))

-- A check is run by its lens, and its verdict stands there.
vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { '', 'check c { }' })
local last = vim.api.nvim_buf_line_count(buffer)
local function lenses()
  local titles = {}
  for _, lens in ipairs(vim.lsp.codelens.get(buffer)) do
    if lens.range.start.line == last - 1 then table.insert(titles, lens.command.title) end
  end
  return titles
end
vim.lsp.codelens.refresh()
if not vim.wait(20000, function() return #lenses() == 1 end, 20) then fail('no lens') end
vim.api.nvim_win_set_cursor(0, { last, 0 })
vim.lsp.codelens.run()
if not vim.wait(20000, function() return #lenses() == 2 end, 20) then fail('the lens did not run') end
say('lenses', lenses())
vim.fn.writefile(lines, out)
vim.cmd('qall!')
