/** Variables that VS Code sets for its own processes, and that would change what a program does. */
const ours = /^(?:VSCODE_|ELECTRON_|CONCURRENCY_VISUALIZER_)/;

/** The environment that a program is started with: VS Code's, as a terminal would have it. */
export function programEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}
