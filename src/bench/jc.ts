import {execa} from 'execa';
import {ENV, type Times, timeCommand} from './timed.ts';

export interface Jc {
  readonly version: string;
  /** `--arp`, `--iptables`, … */
  readonly options: ReadonlySet<string>;
}

/** Asks jc what it can parse; undefined when it is not installed. */
export async function findJc(): Promise<Jc | undefined> {
  const {stdout, failed} = await execa('jc', ['--about'], {env: ENV, reject: false});
  if (failed) return undefined;
  const about: {version: string; parsers: readonly {argument: string}[]} = JSON.parse(stdout);
  return {version: about.version, options: new Set(about.parsers.map(({argument}) => argument))};
}

/** Times the process of jc on a file; undefined when this version has no parser of that name. */
export async function timeJc({options}: Jc, parser: string, file: string): Promise<Times | undefined> {
  const option = `--${parser.replace('.', '-')}`;
  return options.has(option) ? timeCommand(['jc', option], {}, file) : undefined;
}
