import {readFileSync} from 'node:fs';
import Module from 'node:module';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Script} from 'node:vm';

/** What Node has and its types do not. */
interface Internals {
  /** From Node 22 on. */
  readonly enableCompileCache?: () => void;
  readonly prototype: {_compile: (this: Module, source: string, file: string) => unknown};
}

/**
 * Code that V8 compiled, beside the file that it was compiled from: of this node and machine alone, for V8 looks at its
 * own version and at little else before it runs it.
 */
export const CODE = `.${process.version}-${process.arch}.code`;

/** Where in its wrapper a file's text begins. */
const START = Module.wrap('|').indexOf('|');
const FOLDER = dirname(fileURLToPath(import.meta.url));

/**
 * From here on the program's files need not be compiled again at every start: that is a fifth of it. V8 itself refuses
 * what another version compiled; the file is then compiled as ever. `note` is told each file's script.
 */
export function loadCompiled(note?: (file: string, script: Script) => void): void {
  const internals = Module as unknown as Internals;
  if (internals.enableCompileCache !== undefined) {
    internals.enableCompileCache();
    return;
  }
  const compile = internals.prototype._compile;
  internals.prototype._compile = function (source, file) {
    if (dirname(file) !== FOLDER) return compile.call(this, source, file);
    const cachedData = codeOf(file);
    const script = new Script(Module.wrap(source), {
      filename: file,
      columnOffset: -START,
      ...(cachedData && {cachedData}),
    });
    note?.(file, script);
    return script.runInThisContext().call(this.exports, this.exports, this.require.bind(this), this, file, FOLDER);
  };
}

function codeOf(file: string): Buffer | undefined {
  try {
    return readFileSync(`${file}${CODE}`);
  } catch {
    return undefined;
  }
}
