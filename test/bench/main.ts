/** `npm run bench -- [name…] [--json]`: runs the benchmarks; with `--json` the last line is one JSON object. */
import { coresAgainstKernel } from './cores.ts';
import { drawing } from './draw.ts';
import { firstBar } from './firstBar.ts';
import { live } from './live.ts';
import { recordCost } from './record.ts';
import { throughput } from './throughput.ts';

const benchmarks: Readonly<Record<string, () => Promise<object>>> = {
  record: recordCost,
  throughput,
  'first-bar': firstBar,
  draw: drawing,
  live,
  cores: coresAgainstKernel,
};

const json = process.argv.includes('--json');
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const names = asked.length > 0 ? asked : Object.keys(benchmarks);

for (const name of names) {
  const benchmark = benchmarks[name];
  if (benchmark === undefined) {
    console.error(`There is no benchmark "${name}". Choose from: ${Object.keys(benchmarks).join(', ')}.`);
    process.exit(1);
  }
  const result = await benchmark();
  if (json) console.log(JSON.stringify(result));
}
