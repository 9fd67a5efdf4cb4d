import {parseArgs} from 'node:util';
import {formatRows, isOver, type Row} from './bench/table.ts';

/** What `npm run bench -- NAME` measures; each group is loaded by itself, so that none is measured with another's modules. */
const groups: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  'cold-start': async () => (await import('./bench/cold-start.ts')).benchColdStart(),
  screen: async () => (await import('./bench/screen.tsx')).benchScreen(),
  soak: async () => (await import('./bench/soak.ts')).benchSoak(process.env),
  parsers: async () => (await import('./bench/parsers.ts')).benchParsers(),
  graders: async () => (await import('./bench/graders.ts')).benchGraders(process.env),
  topology: async () => (await import('./bench/topology.ts')).benchTopology(),
  snapshot: async () => {
    const rows = await (await import('./bench/snapshot.ts')).benchSnapshot(process.env);
    const onLab = rows.some(({name}) => name.startsWith('snapshot'));
    return onLab ? rows : [...rows, {name: 'snapshot of all nodes : slowest node alone', missing: 'no lab'}];
  },
};

const USAGE = `usage: npm run bench -- [--strict] [GROUP...]
groups: ${Object.keys(groups).join(', ')} (all, if none is named)
--strict: exit code 1 if a figure is over its budget
`;

const OPTIONS = {strict: {type: 'boolean'}, help: {type: 'boolean', short: 'h'}} as const;

function readWords() {
  try {
    return parseArgs({options: OPTIONS, allowPositionals: true});
  } catch (error) {
    return error as Error;
  }
}

async function main(): Promise<number> {
  const words = readWords();
  if (words instanceof Error) {
    process.stderr.write(`bench: ${words.message}\n${USAGE}`);
    return 2;
  }
  const {values, positionals} = words;
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const unknown = positionals.find(name => !Object.hasOwn(groups, name));
  if (unknown !== undefined) {
    process.stderr.write(`bench: there is no group ${unknown}; there are ${Object.keys(groups).join(', ')}\n`);
    return 2;
  }
  const rows: Row[] = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(groups)) rows.push(...(await groups[name]!()));
  process.stdout.write(formatRows(rows));
  return values.strict && rows.some(isOver) ? 1 : 0;
}

void main().then(code => {
  process.exitCode = code;
});
