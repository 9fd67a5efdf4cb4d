import {chmod, rm} from 'node:fs/promises';
import {build} from 'esbuild';

await rm('dist', {recursive: true, force: true});
const options = {
  outdir: 'dist',
  bundle: true,
  splitting: true,
  // Node reads each file anew at every start; names are kept for what a stack tells.
  minifyWhitespace: true,
  minifySyntax: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'linked',
  logLevel: 'warning',
  define: {
    'process.env.NODE_ENV': '"production"',
    // Ink's layout would fetch its WebAssembly, which it has with it, and for that node loads an HTTP client.
    fetch: 'undefined',
  },
  alias: {
    // Ink's developer tools are never wanted, and their import would be hoisted to start-up.
    'react-devtools-core': './src/ui/no-devtools.ts',
    'string-width': './src/ui/string-width.ts',
  },
  // CommonJS dependencies (react, signal-exit) call require at run time.
  banner: {js: "import {createRequire as $cr} from 'node:module'; const require = $cr(import.meta.url);"},
};
await build({...options, entryPoints: ['src/cli.ts']});
// By themselves: what they share with the program would be cut into many more pieces for it to load.
await build({
  ...options,
  entryPoints: ['src/bench.ts', 'src/bench/parse-child.ts', 'src/compile-modules.ts'],
  chunkNames: 'tool-[hash]',
});
await chmod('dist/cli.js', 0o755);
const {compileModules} = await import('./dist/compile-modules.js');
await compileModules();
