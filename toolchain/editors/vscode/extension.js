// Starts `exo86 ash lsp` for the files of a folder; all knowledge of the language is there.
const { workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');
const { existsSync } = require('fs');
const { join } = require('path');

let client;

exports.activate = () => {
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '.';
    const own = join(folder, 'exo86');
    const command = workspace.getConfiguration('ashlar').get('command') || (existsSync(own) ? own : 'exo86');
    client = new LanguageClient('ashlar', 'Ashlar', { command, args: ['ash', 'lsp'], options: { cwd: folder } },
        { documentSelector: [{ scheme: 'file', language: 'ashlar' }] });
    return client.start();
};

exports.deactivate = () => client?.stop();
