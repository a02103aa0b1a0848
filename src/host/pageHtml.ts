import { randomBytes } from 'node:crypto';
import { env, Uri, type Webview } from 'vscode';

/** Name and folder of the page's bundles, below the extension's folder. */
const DIST = 'dist';

/** The page around the timeline's script: nothing but that script, with this nonce, can run in it. */
export function pageHtml(webview: Webview, extension: Uri, title: string): string {
  const nonce = randomBytes(18).toString('base64');
  const address = (name: string) => webview.asWebviewUri(Uri.joinPath(extension, DIST, name)).toString();
  // Inline style attributes are set by script through the CSSOM, which the policy does not concern.
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${address('webview.css')}">
<title>${title}</title>
</head>
<body>
<script nonce="${nonce}" src="${address('webview.js')}"></script>
</body>
</html>`;
}
