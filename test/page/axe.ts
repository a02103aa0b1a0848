import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { TestPanel } from './testPanel.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[];
}

/** What axe-core finds wrong with the page, one line each. */
export async function violations(panel: TestPanel): Promise<string[]> {
  await panel.page.evaluate(axe);
  const result = await panel.page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
  );
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
