import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {Failure} from '../../core/failure.ts';
import {neutralise} from '../../core/neutral.ts';
import {demandPath} from './file-set.ts';

/** Where a module is to be had from. */
export type Source = FolderSource | GitSource | NpmSource;

interface FolderSource {
  readonly kind: 'folder';
  /** Absolute path. */
  readonly folder: string;
}

/** `URL`, `URL#REF`, `URL#REF:FOLDER`, `URL#:FOLDER`. */
export interface GitSource {
  readonly kind: 'git';
  readonly url: string;
  /** A tag, a branch or a commit; the repository's own branch when absent. */
  readonly ref?: string;
  /** Of the module within the repository. */
  readonly folder?: string;
}

/** `npm:PACKAGE`, `npm:PACKAGE@VERSION`, either with `:FOLDER`. */
export interface NpmSource {
  readonly kind: 'npm';
  /** `course`, `@school/course`. */
  readonly name: string;
  /** A version, a range or a tag; what npm calls the latest when absent. */
  readonly version?: string;
  readonly folder?: string;
}

const WAYS = 'expected a folder, a git URL (https, ssh, file or git@HOST:PATH) or npm:PACKAGE[@VERSION]';
const NPM = /^npm:((?:@[a-z\d][\w.-]*\/)?[a-z\d][\w.-]*)(?:@([\w.^~<>=*+-]+))?(?::(.+))?$/i;
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;
const SCP = /^(?:[\w.+]+[\w.+-]*@)?[a-z\d][\w.-]*:(?![/:]{2}).+$/i;
// What git reads as a name and as nothing else: no options, no pairs of names, no `@{upstream}`.
const REF = /^(?!.*(?:\.\.|@\{|\/\/))[\w][\w./@+-]*$/;

export function parseSource(text: string): Source {
  if (text !== neutralise(text) || /\s/.test(text.trim()) === true || text === '' || text.length > 2000) {
    // A folder may have blanks in its name; a URL may not.
    if (text === neutralise(text) && existsSync(text)) return {kind: 'folder', folder: resolve(text)};
    throw new Failure(`${WAYS}; found ${JSON.stringify(neutralise(text).slice(0, 200))}`);
  }
  if (text.startsWith('-')) throw new Failure(`${WAYS}; found ${text}, which is an option`);
  if (text.startsWith('npm:')) return npmSource(text);
  if (/^[a-z][\w+.-]*::/i.test(text)) throw new Failure(`${WAYS}; found a transport of git's own: ${text}`);
  if (/^[a-z][\w+.-]*:\/\//i.test(text)) return gitSource(text, demandUrl);
  if (!existsSync(text) && SCP.test(text)) return gitSource(text, () => {});
  return {kind: 'folder', folder: resolve(text)};
}

function npmSource(text: string): NpmSource {
  const [, name, version, folder] = NPM.exec(text) ?? [];
  if (name === undefined)
    throw new Failure(`expected npm:PACKAGE, npm:PACKAGE@VERSION or either with :FOLDER; found ${text}`);
  if (folder !== undefined) demandPath(folder);
  return {kind: 'npm', name, ...(version !== undefined && {version}), ...(folder !== undefined && {folder})};
}

function gitSource(text: string, demand: (url: string) => void): GitSource {
  const at = text.indexOf('#');
  const url = at < 0 ? text : text.slice(0, at);
  demand(url);
  if (at < 0) return {kind: 'git', url};
  const [ref = '', ...rest] = text.slice(at + 1).split(':');
  if (ref !== '' && !REF.test(ref))
    throw new Failure(`expected a tag, a branch or a commit behind #, and a folder behind :, found ${text.slice(at)}`);
  const folder = rest.join(':');
  if (folder !== '') demandPath(folder);
  return {kind: 'git', url, ...(ref !== '' && {ref}), ...(folder !== '' && {folder})};
}

function demandUrl(url: string): void {
  const {protocol, hostname, password} = URL.canParse(url) ? new URL(url) : {protocol: '', hostname: '', password: ''};
  if (password !== '')
    throw new Failure(
      'the URL has a password, which would be kept and shown: leave it out, git asks its credential helper for it',
    );
  if (['https:', 'ssh:', 'file:'].includes(protocol) && !hostname.startsWith('-')) return;
  const isPlain = protocol === 'http:' || protocol === 'git:';
  if (isPlain && LOOPBACK.test(hostname)) return;
  const why = isPlain ? ': anybody on the way could change what it brings' : '';
  throw new Failure(`${WAYS}; found ${url}${why}`);
}
