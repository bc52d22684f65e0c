// Starts `headword lsp` for the glossaries of the open folders, and adds the commands of the extension.

import { commands, l10n, window, workspace, type ExtensionContext } from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

/** The client, with the settings as they are now. */
function newClient(): LanguageClient {
  const settings = workspace.getConfiguration("headword");
  const path = settings.get<string>("path") || "headword";
  const args = settings.get<boolean>("drafts") ? ["lsp", "--drafts"] : ["lsp"];
  const server: ServerOptions = { command: path, args };
  const documentation = settings.get<string>("documentation");
  const options: LanguageClientOptions = {
    // the server leaves files alone that are in no glossary
    documentSelector: [
      { scheme: "file", language: "markdown" },
      { scheme: "file", pattern: "**/glossary.toml" },
      { scheme: "file", pattern: "**/addresses.toml" },
      { scheme: "file", pattern: "**/templates/**" },
    ],
    initializationOptions: {
      automaticLinks: settings.get<boolean>("automaticLinks"),
      ...(documentation ? { documentation } : {}),
    },
  };
  return new LanguageClient("headword", "Headword", server, options);
}

/** Starts the server, and tells the user if the program is missing. */
async function start(): Promise<void> {
  client = newClient();
  try {
    await client.start();
    await commands.executeCommand("setContext", "headword.isRunning", true);
  } catch {
    const open = l10n.t("Open Settings");
    const text = l10n.t("Headword cannot be started. Install it, or set the path of the program.");
    if ((await window.showErrorMessage(text, open)) === open) {
      await commands.executeCommand("workbench.action.openSettings", "headword.path");
    }
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await commands.executeCommand("setContext", "headword.isRunning", false);
  if (running?.isRunning()) {
    await running.stop();
  }
}

/** Whether a page has been opened, which follows the active editor. */
let isFollowed = false;

/** Runs a command of the server with the text in the active editor. */
async function runWithText(command: string): Promise<boolean> {
  const document = window.activeTextEditor?.document;
  if (document?.uri.scheme !== "file" || !client?.isRunning()) {
    return false;
  }
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  await client.sendRequest("workspace/executeCommand", { command, arguments: [uri] });
  return true;
}

/** Opens the page of the text in the active editor. */
async function showEntry(): Promise<void> {
  // the server lets the editor open the page
  isFollowed = (await runWithText("headword.show")) || isFollowed;
}

/** Lets an open page follow the author to another text. A text outside of the glossary changes nothing. */
async function follow(): Promise<void> {
  if (isFollowed) {
    await runWithText("headword.follow").catch(() => false);
  }
}

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("headword.showEntry", showEntry),
    commands.registerCommand("headword.checkAll", async () => {
      await client?.sendRequest("workspace/executeCommand", { command: "headword.check" });
      await commands.executeCommand("workbench.actions.view.problems");
    }),
    commands.registerCommand("headword.restart", async () => {
      await stop();
      await start();
    }),
    window.onDidChangeActiveTextEditor(follow),
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("headword")) {
        await stop();
        await start();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}
