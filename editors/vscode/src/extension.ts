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

/** Opens the page of the text in the active editor. */
async function showEntry(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!document || !client?.isRunning()) {
    return;
  }
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  // the server lets the editor open the page
  await client.sendRequest("workspace/executeCommand", { command: "headword.show", arguments: [uri] });
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
