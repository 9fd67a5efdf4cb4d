import {readdirSync, readFileSync} from 'node:fs';

const CORPUS = new URL('../corpus/', import.meta.url);

const read = new Map<string, string>();

/** A real output, e.g. `ip-link/link.n1`. */
export function output(name: string): string {
  const known = read.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`${name}.txt`, CORPUS), 'utf8');
  read.set(name, text);
  return text;
}

/** The names of a command's real outputs. */
export function outputs(command: string): readonly string[] {
  return readdirSync(new URL(`${command}/`, CORPUS)).map(file => `${command}/${file.replace(/\.txt$/, '')}`);
}

const eachLine = (text: string, change: (line: string) => string): string =>
  text
    .split('\n')
    .map(line => (line.trim() === '' ? line : change(line)))
    .join('\n');

/** Ways in which the same output reaches us. None of them may change what is parsed. */
export const disguises: readonly (readonly [name: string, disguise: (text: string) => string])[] = [
  ['CR LF', text => text.replaceAll('\n', '\r\n')],
  ['CR CR LF', text => text.replaceAll('\n', '\r\r\n')],
  ['colour around every word', text => text.replace(/[^\s\\]+/g, word => `\x1b[1;36m${word}\x1b[0m`)],
  ['a uniform indent', text => eachLine(text, line => `   ${line}`)],
  ['trimmed trailing blanks', text => eachLine(text, line => line.trimEnd())],
  ['blank lines around', text => `\n  \n${text}\n\n`],
  ['a prompt in front', text => `root@swarm-01:/var/run# command --option\n${text}`],
  ['a prompt at the end', text => `${text}me@host:~$ `],
];
