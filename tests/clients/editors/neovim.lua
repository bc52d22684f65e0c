-- A session of Neovim with editors/neovim/headword.lua. Prints what the editor shows, as JSON.

local headword, root = os.getenv("HEADWORD"), os.getenv("PROJECT")
local shown = {}

local function wait(what, condition)
  if not vim.wait(20000, condition, 20) then
    io.stderr:write("no " .. what .. "\n" .. vim.fn.execute("messages") .. "\n")
    vim.cmd("cquit")
  end
end

require("headword").setup({ cmd = { headword, "lsp" } })
vim.cmd("edit " .. vim.fn.fnameescape(root .. "/content/levain.md"))
wait("diagnostics", function()
  return #vim.diagnostic.get(0) > 0
end)
local first = vim.diagnostic.get(0)[1]
shown.diagnostic = { first.lnum, first.col, first.code, first.message:match("^[^\n]*") }

local uri = vim.uri_from_bufnr(0)
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000)
  for _, answer in pairs(answers or {}) do
    if answer.error then
      error(method .. ": " .. answer.error.message)
    end
    return answer.result
  end
end

-- the light bulb: the nearest name
local here = { line = first.lnum, character = first.col }
local actions = ask("textDocument/codeAction", {
  textDocument = { uri = uri },
  range = { start = here, ["end"] = here },
  context = { diagnostics = {} },
})
shown.action = actions[1].title
vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
shown.line = vim.api.nvim_buf_get_lines(0, first.lnum, first.lnum + 1, false)[1]
wait("end of the mistake", function()
  return #vim.diagnostic.get(0) == 0
end)

local hover = ask("textDocument/hover", { textDocument = { uri = uri }, position = here })
shown.hover = hover.contents.value:match("^[^\n]*")

vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col + 1 })
vim.lsp.buf.definition()
wait("definition", function()
  return vim.api.nvim_buf_get_name(0):match("rye.md$") ~= nil
end)
shown.definition = vim.api.nvim_win_get_cursor(0)

-- a renaming of the editor itself, which moves the file
vim.lsp.buf.rename("Winter rye")
wait("new name", function()
  return vim.fn.filereadable(root .. "/content/winter-rye.md") == 1
end)
vim.cmd("silent wall")
io.stdout:write(vim.json and vim.json.encode(shown) or vim.fn.json_encode(shown))
vim.cmd("qall!")
