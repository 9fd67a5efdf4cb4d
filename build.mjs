import {readFileSync, rmSync} from 'node:fs';
import {build} from 'rolldown';

const own = path => new URL(path, import.meta.url).pathname;

/** CommonJS, which Node 20 loads in half the time of ES modules, knows no await outside a function. */
const inkWithoutAwait = {
  name: 'ink-without-await',
  load: {
    filter: {id: /ink\/build\/reconciler\.js$/},
    handler(id) {
      // Both are for Ink's developer tools only.
      const awaits = ["await import('./devtools.js');", 'await loadPackageJson()'];
      const code = readFileSync(id, 'utf8');
      if (!awaits.every(each => code.includes(each))) throw new Error(`${id} is not the Ink that this was written for`);
      return awaits.reduce((text, each) => text.replace(each, 'undefined'), code);
    },
  },
};

/** Only for commands that are programs of their own, of which there are none; it brings half of Node's network with it. */
const commanderWithoutPrograms = {
  name: 'commander-without-programs',
  load: {
    filter: {id: /commander\/lib\/command\.js$/},
    handler(id) {
      const line = "const childProcess = require('node:child_process');";
      const code = readFileSync(id, 'utf8');
      if (!code.includes(line)) throw new Error(`${id} is not the commander that this was written for`);
      return code.replace(line, 'const childProcess = undefined;');
    },
  },
};

/** The package is one of ES modules; what is built is not. */
const packageOfScripts = {
  name: 'package-of-scripts',
  generateBundle() {
    this.emitFile({type: 'asset', fileName: 'package.json', source: '{"type": "commonjs"}\n'});
  },
};

const common = {
  platform: 'node',
  // It reads files that lie beside its own code, and few need it.
  external: ['dockerode'],
  resolve: {
    alias: {
      // Ink's developer tools are never wanted, and their import would be hoisted to start-up.
      'react-devtools-core': own('src/ui/no-devtools.ts'),
      'string-width': own('src/ui/string-width.ts'),
      'yoga-layout$': own('src/ui/yoga.ts'),
    },
  },
  transform: {
    define: {
      'process.env.NODE_ENV': '"production"',
      // Ink's layout would fetch its WebAssembly, which it has with it, and for that node loads an HTTP client.
      fetch: 'undefined',
    },
  },
  plugins: [inkWithoutAwait, commanderWithoutPrograms, packageOfScripts],
};

const output = {
  dir: 'dist',
  format: 'cjs',
  sourcemap: true,
  // Node reads each file anew at every start; names are kept for what a stack tells.
  minify: {compress: true, mangle: false, codegen: {removeWhitespace: true}},
};

rmSync('dist', {recursive: true, force: true});
await build([
  {
    ...common,
    input: {
      cli: 'src/cli.ts',
      'write-code-cache': 'src/write-code-cache.ts',
      // These measure parts of the program, as they are compiled for it.
      'bench/parse-child': 'src/bench/parse-child.ts',
      'bench/topology-child': 'src/bench/topology-child.ts',
    },
    output,
  },
  {
    ...common,
    // By themselves: what they share with the program would be cut into many more pieces for it to load.
    input: {
      bench: 'src/bench.ts',
      'finish-build': 'src/finish-build.ts',
    },
    output: {...output, chunkFileNames: 'tool-[hash].js'},
  },
]);
