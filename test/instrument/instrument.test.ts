import assert from 'node:assert/strict';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { instrument, SourceError } from '../../src/instrument/index.ts';
import { FILE_ID_BITS, MAX_SITES, MAX_TEXT, SITE_INDEX_BITS } from '../../src/shared/records.ts';

const made = (source: string, fileName = '/folder/file.ts') => instrument(source, { fileName });

describe('format', () => {
  const formats = (source: string, fileName: string) => {
    const of = (formatHint?: 'module' | 'commonjs') => {
      const options = formatHint === undefined ? { fileName } : { fileName, formatHint };
      const { format, formatIsOpen } = instrument(source, options);
      return formatIsOpen ? `${format}?` : format;
    };
    return [of(), of('module'), of('commonjs')].join(' ');
  };
  const cases: readonly (readonly [string, string])[] = [
    ['f()', 'commonjs? module? commonjs?'],
    ['async () => { await import("x") }', 'commonjs? module? commonjs?'],
    ['import "x"', 'module module module'],
    ['export {}', 'module module module'],
    ['import.meta.url', 'module module module'],
    ['await 1', 'module module module'],
    ['for await (const a of b);', 'module module module'],
    ['const require = 1', 'module module? module'],
    ['function f() { const require = 1 }', 'commonjs? module? commonjs?'],
  ];
  for (const [source, expected] of cases) {
    it(source, () => {
      assert.equal(formats(source, '/f.js'), expected);
    });
  }

  it('what only CommonJS can contain is CommonJS, without a hint', () => {
    for (const source of ['return', 'var await = 1', 'delete a']) {
      assert.equal(made(source, '/f.js').format, 'commonjs');
    }
  });
  it('types do not count', () => {
    assert.equal(made('import type { A } from "a"; export type B = A; let c: B;').format, 'commonjs');
  });
  it('a .cts file with imports is turned into CommonJS', () => {
    const { format, code } = made('import a from "a"; export const b = a;', '/f.cts');
    assert.equal(format, 'commonjs');
    assert.match(code, /require\("a"\)/);
  });
  it('`import a = require()` and `export =` are CommonJS', () => {
    const { format, code } = made('import a = require("a"); export = a;');
    assert.equal(format, 'commonjs');
    assert.match(code, /module\.exports = a/);
  });
});

describe('sites', () => {
  const at = (source: string, fileName?: string) =>
    made(source, fileName).sites.map(([line, column, name]) => `${line}:${column} ${name}`);

  it('are where they are in the source, types and wide characters included', () => {
    const source = "let x: 'é€😀' = await y;\r\n/* \u2028 */ async function f<T>(a: T) {}";
    assert.deepEqual(at(source), ['1:1 <module>', '1:17 <module>', '3:5 f']);
  });
  it('are in the source of a file that was compiled', () => {
    const source =
      'enum A { B }\n\nclass C {\n  constructor(private d: A) {}\n  async e() {\n    return await f(this.d);\n  }\n}\n';
    const { mapped, sites } = made(source);
    assert.equal(mapped, true);
    assert.deepEqual(sites, [
      [1, 1, '<module>'],
      [5, 3, 'C.e'],
      [6, 12, 'C.e'],
      [6, 18, 'f'],
    ]);
  });
  it('of any file have a number of their own', () => {
    const { fileId, code } = made('await 1');
    assert.ok(fileId > 0 && fileId < 1 << FILE_ID_BITS);
    assert.ok(code.includes(`__cv$.m(${fileId << SITE_INDEX_BITS})`));
    assert.ok(((fileId << SITE_INDEX_BITS) | (MAX_SITES - 1)) > 0, 'fits a positive int32');
    assert.notEqual(fileId, made('await 1', '/folder/other.ts').fileId);
    assert.notEqual(fileId, instrument('await 1', { fileName: '/folder/file.ts', salt: 1 }).fileId);
    assert.equal(fileId, made('await 2').fileId);
  });
  it('end at the limit: what comes after runs without probes', () => {
    const calls = 'async () => { await 1; log(setTimeout(f, 1)) };\n'.repeat(MAX_SITES);
    const { sites, code } = made(calls);
    assert.equal(sites.length, MAX_SITES);
    assert.ok(
      code.endsWith(
        'async () => { await 1; log(setTimeout(f, 1)) };;__cv$.x(__cv$t,0)\n//# sourceURL=file:///folder/file.ts',
      ),
    );
  });
  it('have names of limited length', () => {
    const name = 'x'.repeat(100_000);
    assert.equal(made(`async function ${name}() {}`).sites[1]?.[2].length, MAX_TEXT);
    const hostile = made('const o = { async "</script>\\u202e\\0\\n"() {} }').sites[1]?.[2];
    assert.equal(hostile, '</script>\u202e\0\n');
  });
});

describe('syntax errors', () => {
  const cases: readonly (readonly [string, string, string, RegExp])[] = [
    ['/a.ts', 'let a = 1;\nlet b: number = ;\n', '2:17', /Expression expected/],
    ['/a.ts', 'enum A { B = }', '1:14', /Expression expected/],
    ['/a.tsx', 'const a = <b>;', '1:12', /./],
    ['/a.js', 'f(\n', '2:1', /expected/],
    ['/a.mjs', "import a from 'b'\nlet let = 1 +", '2:14', /./],
    ['/a.js', 'let a: number = 1', '1:8', /only be used in TypeScript/],
    ['[eval]', 'let a = ;', '1:9', /Expression expected/],
  ];
  for (const [fileName, source, place, reason] of cases) {
    it(`${fileName}: ${JSON.stringify(source)}`, () => {
      assert.throws(
        () => made(source, fileName),
        (error) => {
          assert.ok(error instanceof SourceError);
          assert.equal(`${error.line}:${error.column}`, place);
          assert.match(error.reason, reason);
          assert.ok(error.message.startsWith(`${fileName}:${place}: `));
          return true;
        },
      );
    });
  }
});

describe('files without probes', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['with (a) { async () => {} }', /`with`/],
    ['async () => { __cv$t }', /`__cv\$`/],
    ['@decorated class A {}', /syntax/],
  ];
  for (const [source, note] of cases) {
    it(source, () => {
      const { code, note: actual, sites } = made(source, '/a.js');
      assert.match(actual ?? '', note);
      assert.equal(code, source);
      assert.deepEqual(sites, []);
    });
  }
  it('are still known by what they load', () => {
    assert.deepEqual(made('with (a) { require("./b") }', '/a.cjs').references, ['./b']);
  });
  it('have nothing in them when they are empty', () => {
    for (const source of ['', '#!/usr/bin/env node', '// comment'])
      assert.equal(made(source, '/a.js').code, source);
  });
});

describe('references', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [
      'import a from "./a"; a; export * from "b"; export { c } from "#c"; import type { d } from "./d"',
      ['./a', 'b', '#c'],
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    ['import("./a"); import(`./b`); import(`./${c}`); import(d)', ['./a', './b']],
    ['require("./a"); module.require("./b"); require(c)', ['./a', './b']],
    [
      'new Worker(new URL("./a.ts", import.meta.url)); new threads.Worker("./b.js"); new Worker("c.js")',
      ['./a.ts', './b.js', './c.js'],
    ],
    [
      'fork("./a.ts", []); child.fork(fileURLToPath(new URL("./b.ts", import.meta.url)))',
      ['./a.ts', './b.ts'],
    ],
    [
      'new Worker(require.resolve("./a")); new Worker(path.join(__dirname, "b", "c.js"))',
      ['./a', './b/c.js'],
    ],
    [
      'fork(join(import.meta.dirname, "d.ts")); fork(join(folder, "e.ts")); new Worker(code, { eval: true })',
      ['./d.ts'],
    ],
  ];
  for (const [source, expected] of cases) {
    it(source, () => assert.deepEqual(made(source).references, expected));
  }
});

describe('code of compiled files', () => {
  it('has a map that leads back through the probes', () => {
    const source = 'enum A { B }\nasync function f() {\n  await null; throw new Error("x");\n}\n';
    const { code } = made(source);
    const url = /sourceMappingURL=data:application\/json;base64,(.*)/.exec(code)?.[1] ?? '';
    const map = new TraceMap(JSON.parse(Buffer.from(url, 'base64').toString()));
    const lines = code.split('\n');
    const line = lines.findIndex((text) => text.includes('new Error'));
    const column = lines[line]!.indexOf('new Error');
    const origin = originalPositionFor(map, { line: line + 1, column });
    assert.deepEqual([origin.source, origin.line, origin.column], ['file:///folder/file.ts', 3, 20]);
    assert.deepEqual(map.sourcesContent, [source]);
  });
});

describe('imports', () => {
  const imports = (source: string, fileName?: string) =>
    made(source, fileName)
      .code.replace(/const __cv\$t=.*?;/, '')
      .replace(/;__cv\$\.x.*$/s, '');
  const cases: readonly (readonly [string, string])[] = [
    ['import { a, b } from "x"; b', 'import {    b } from "x"; b'],
    ['import { a, b, } from "x"', 'import {       } from "x"'],
    ['import a, { b } from "x"; b', 'import    { b } from "x"; b'],
    ['import a, { b } from "x"; a', 'import a, {   } from "x"; a'],
    ['import a from "x"', 'import {} from "x"'],
    ['import a, * as b from "x"', 'import    * as b from "x"'],
    ['import { a as b } from "x"; ({ b })', 'import { a as b } from "x"; ({ b })'],
    ['import { a } from "x"; export { a }', 'import { a } from "x"; export { a }'],
    ['import { a } from "x"; eval("a")', 'import { a } from "x"; eval("a")'],
    ['import {\n  a, // c\n  b,\n} from "x"; b', 'import {\n     // c\n  b,\n} from "x"; b'],
  ];
  for (const [source, expected] of cases) {
    it(source, () => assert.equal(imports(source), expected));
  }
  it('of JavaScript stay as they are', () => {
    assert.equal(imports('import { a } from "x"', '/a.mjs'), 'import { a } from "x"');
  });
});

describe('calls of what comes from Node', () => {
  const probed = (source: string): string[] => made(source).sites.map(([line, , name]) => `${line} ${name}`);

  it('have a site whatever they are called here', () => {
    const source = "import { setTimeout as sleep } from 'node:timers/promises';\nsleep(1);";
    assert.deepEqual(probed(source), ['1 <module>', '2 sleep']);
  });
  it('are told from functions of the program', () => {
    assert.deepEqual(probed("import { sleep } from './sleep.ts';\nsleep(1);"), ['1 <module>']);
  });
});
