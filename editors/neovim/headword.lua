-- Headword in Neovim 0.7 or newer: copy this file to lua/headword.lua in your configuration, and write
-- `require("headword").setup()` in init.lua.

local M = {}

--- The folder of the glossary with this file: the nearest one that contains glossary.toml.
local function root_of(path)
  local folder = vim.fn.fnamemodify(path, ":p:h")
  local found = vim.fn.findfile("glossary.toml", folder .. ";")
  if found == "" then
    return nil
  end
  return vim.fn.fnamemodify(found, ":p:h")
end

--- Starts the server for each file of a glossary. `options.cmd` is the program with its arguments;
--- `options.on_attach` is called with the client and the buffer, for key mappings.
function M.setup(options)
  options = options or {}
  local clients = {}
  local function attach(event)
    local path = vim.api.nvim_buf_get_name(event.buf)
    local root = path ~= "" and root_of(path)
    if not root then
      return
    end
    local config = {
      name = "headword",
      cmd = options.cmd or { "headword", "lsp" },
      root_dir = root,
      workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
      init_options = options.init_options,
      on_attach = options.on_attach,
    }
    -- since Neovim 0.8: one server for all files of a folder
    if vim.lsp.start then
      vim.lsp.start(config, { bufnr = event.buf })
      return
    end
    if not clients[root] or vim.lsp.client_is_stopped(clients[root]) then
      clients[root] = vim.lsp.start_client(config)
    end
    vim.lsp.buf_attach_client(event.buf, clients[root])
  end
  local group = vim.api.nvim_create_augroup("headword", { clear = true })
  local on = { group = group, pattern = { "*.md", "glossary.toml" }, callback = attach }
  vim.api.nvim_create_autocmd({ "BufReadPost", "BufNewFile" }, on)
  vim.api.nvim_create_user_command("HeadwordShow", function()
    local command = { command = "headword.show", arguments = { vim.uri_from_bufnr(0) } }
    vim.lsp.buf_request(0, "workspace/executeCommand", command, function(problem, url)
      vim.notify(problem and problem.message or url)
    end)
  end, {})
end

return M
