import assert from 'node:assert/strict';
import { type Owner, ownerOf } from '../../src/analysis/owner.ts';

const words = (owner: Owner): string => (owner.kind === 'library' ? owner.name : `(${owner.kind})`);

describe('whose code it is', () => {
  const cases: readonly (readonly [string | null, string, string])[] = [
    // file, working directory, owner
    ['main.ts', '/home/ada/app', '(user)'],
    ['src/deep/main.ts', '/home/ada/app', '(user)'],
    ['src\\deep\\main.ts', 'C:\\app', '(user)'],
    ['node_modules/p-queue/dist/index.js', '/home/ada/app', 'p-queue'],
    ['node_modules/@scope/name/index.js', '/home/ada/app', '@scope/name'],
    ['node_modules/outer/node_modules/inner/index.js', '/home/ada/app', 'inner'],
    ['node_modules/.pnpm/undici@7.0.0/node_modules/undici/index.js', '/home/ada/app', 'undici'],
    ['/home/ada/node_modules/left/index.js', '/home/ada/app', 'left'],
    ['file:///home/ada/node_modules/left/index.js?x=1', '/home/ada/app', 'left'],
    ['C:\\ada\\node_modules\\left\\index.js', 'C:\\ada\\app', 'left'],
    ['file:///home/ada/app/src/main.ts?worker', '/home/ada/app', '(user)'],
    ['file:///home/ada/my%20app/main.ts', '/home/ada/my app', '(user)'],
    ['file:///home/%zz/main.ts', '/home', '(user)'],
    ['file:///C:/Ada/app/main.ts', 'c:\\ada\\app', '(user)'],
    ['c:/ADA/app/main.ts', 'C:\\ada\\app\\', '(user)'],
    ['/home/ada/application/main.ts', '/home/ada/app', '(outside)'],
    ['/home/ada/shared/util.ts', '/home/ada/app', '(outside)'],
    ['D:\\shared\\util.ts', 'C:\\ada\\app', '(outside)'],
    ['https://example.org/lib.js', '/home/ada/app', '(outside)'],
    ['/home/ada/shared/util.ts', '', '(user)'],
    ['my_node_modules/x.ts', '/home/ada/app', '(user)'],
    ['node_modules/loose.js', '/home/ada/app', '(user)'],
    ['[worker eval]', '/home/ada/app', '(user)'],
    ['data:text/javascript,await 1', '/home/ada/app', '(user)'],
    ['node:internal/timers', '/home/ada/app', '(node)'],
    ['', '/home/ada/app', '(node)'],
    [null, '/home/ada/app', '(node)'],
  ];
  for (const [file, cwd, owner] of cases) {
    it(`${file} in ${cwd || 'no directory'}: ${owner}`, () => {
      assert.equal(words(ownerOf(file, cwd)), owner);
    });
  }
});
