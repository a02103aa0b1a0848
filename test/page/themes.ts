/** The theme variables that VS Code sets on a page, of three of its themes; names without `--vscode-`. */
export type ThemeName = 'light' | 'dark' | 'highContrast';

interface PageTheme {
  /** Class of the body, as VS Code sets it. */
  readonly bodyClass: string;
  readonly colors: Readonly<Record<string, string>>;
}

export const themes: Readonly<Record<ThemeName, PageTheme>> = {
  light: {
    bodyClass: 'vscode-light',
    colors: {
      'editor-background': '#ffffff',
      'editor-foreground': '#3b3b3b',
      foreground: '#3b3b3b',
      descriptionForeground: '#3b3b3b',
      focusBorder: '#005fb8',
      'charts-blue': '#0063d3',
      'charts-red': '#e51400',
      'charts-yellow': '#bf8803',
      'charts-orange': '#d18616',
      'charts-green': '#388a34',
      'charts-purple': '#652d90',
      errorForeground: '#c72e0f',
      'panel-border': '#e5e5e5',
      'list-hoverBackground': '#f2f2f2',
      'textLink-foreground': '#005fb8',
      'button-background': '#005fb8',
      'button-foreground': '#ffffff',
      'editorHoverWidget-background': '#f8f8f8',
      'editorHoverWidget-border': '#e5e5e5',
      'progressBar-background': '#005fb8',
    },
  },
  dark: {
    bodyClass: 'vscode-dark',
    colors: {
      'editor-background': '#1f1f1f',
      'editor-foreground': '#cccccc',
      foreground: '#cccccc',
      descriptionForeground: '#9d9d9d',
      focusBorder: '#0078d4',
      'charts-blue': '#59a4f9',
      'charts-red': '#f14c4c',
      'charts-yellow': '#cca700',
      'charts-orange': '#d18616',
      'charts-green': '#89d185',
      'charts-purple': '#b180d7',
      errorForeground: '#f85149',
      'panel-border': '#2b2b2b',
      'list-hoverBackground': '#2a2d2e',
      'textLink-foreground': '#4daafc',
      'button-background': '#0078d4',
      'button-foreground': '#ffffff',
      'editorHoverWidget-background': '#202020',
      'editorHoverWidget-border': '#454545',
      'progressBar-background': '#0078d4',
    },
  },
  highContrast: {
    bodyClass: 'vscode-high-contrast',
    colors: {
      'editor-background': '#000000',
      'editor-foreground': '#ffffff',
      foreground: '#ffffff',
      descriptionForeground: '#ffffff',
      focusBorder: '#f38518',
      contrastBorder: '#6fc3df',
      'charts-blue': '#59a4f9',
      'charts-red': '#f48771',
      'charts-yellow': '#ffd370',
      'charts-orange': '#d18616',
      'charts-green': '#89d185',
      'charts-purple': '#b180d7',
      errorForeground: '#f48771',
      'textLink-foreground': '#21a6ff',
      'button-background': '#000000',
      'button-foreground': '#ffffff',
      'button-border': '#6fc3df',
      'editorHoverWidget-background': '#0c141f',
      'editorHoverWidget-border': '#6fc3df',
    },
  },
};

/** The document around the page's script, as the host serves it. */
export function pageHtml(name: ThemeName): string {
  const { bodyClass, colors } = themes[name];
  const variables = Object.entries(colors).map(([key, value]) => `--vscode-${key}: ${value};`);
  const font = '--vscode-font-family: system-ui, "DejaVu Sans", sans-serif; --vscode-font-size: 13px;';
  return `<!DOCTYPE html><html lang="en" style='${font} ${variables.join(' ')}'>
<head><meta charset="utf-8"><title>Concurrency</title><link rel="stylesheet" href="/webview.css">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-n'; style-src 'self' 'unsafe-hashes' 'unsafe-inline'; connect-src 'self'"></head>
<body class="${bodyClass}"><div id="app"></div><script nonce="n" src="/webview.js"></script></body></html>`;
}
