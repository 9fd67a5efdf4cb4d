import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Counter} from '../../src/core/parsed.ts';
import type {Chain, Rule} from '../../src/core/rows/iptables.ts';
import {parseIptables} from '../../src/parse/iptables.ts';
import {corpusFiles, corpusText, DISGUISES, expectAccounts} from './corpus-files.ts';

/** Files of the folder which hold another command's output. */
const FOREIGN = new Set([
  'iptables/iptables-xml.txt',
  'iptables/nft-list-ruleset.txt',
  'iptables/nft-list-ruleset-json.txt',
  'iptables/version.n1.txt',
]);

const files = corpusFiles('iptables', 'iptables-save');

describe('accounting', () => {
  test.each(files.filter(file => !FOREIGN.has(file)))('%s is understood whole', file => {
    const text = corpusText(file);
    const parsed = parseIptables(text);
    expectAccounts(parsed, text);
    expect(parsed.unparsed).toEqual([]);
  });

  test.each([...FOREIGN])('%s is no listing of iptables, and none of it is taken for one', file => {
    const parsed = parseIptables(corpusText(file));
    expect(parsed.data.chains).toEqual([]);
    expect(parsed.consumed).toBe(0);
  });
});

const rulesOf = (file: string): readonly Rule[] => parseIptables(corpusText(file)).data.chains.flatMap(c => c.rules);

/** The chains with rules or a policy of one table; `-S` and listings do not say which table they show. */
function reference(backend: string, table: string): readonly Chain[] {
  if (backend === 'trixie')
    return parseIptables(corpusText(`iptables-save/variety-vS-${table}.trixie.txt`)).data.chains;
  const {chains} = parseIptables(corpusText('iptables-save/variety-save-c.bookworm-nft.txt')).data;
  return chains.filter(chain => chain.table === table);
}

const isName = (port: number | string | undefined): boolean => typeof port === 'string' && /[a-z]/.test(port);

/**
 * What a listing shows of a rule: names for ports without -n, interfaces only with -v; what has no field of its own is
 * worded otherwise, so only its presence is compared.
 */
function shown(rule: Rule, listed: Rule, verbose: boolean): object {
  const {packets: _p, bytes: _b, extra, sport, dport, inInterface, outInterface, ...rest} = rule;
  return {
    ...rest,
    plain: extra.length === 0,
    ...(!isName(listed.sport) && {sport}),
    ...(!isName(listed.dport) && {dport}),
    ...(verbose && {inInterface, outInterface}),
  };
}

/** Whether `printed` is how iptables shows the exact count: rounded half up at each step of 1000. */
function expectRounded(printed: Counter | undefined, exact: Counter | undefined): void {
  if (printed === undefined || exact === undefined) throw new Error('no counter');
  if (printed.exact) expect(printed.text).toBe(exact.text);
  // 2^64-1 overflows while iptables rounds it up.
  else if (exact.text === '18446744073709551615') expect(printed.value).toBe(0);
  else {
    const unit = printed.value / Number.parseInt(printed.text, 10);
    expect(Math.abs(printed.value - exact.value)).toBeLessThanOrEqual(unit * 0.5006);
  }
}

describe('a listing says the same as the save form', () => {
  const listings = files.filter(file => /variety-(filter|mangle|nat)-/.test(file) && !file.includes('-save/'));
  test.each(listings)('%s', file => {
    const [, table = '', style = '', backend = ''] = /variety-(\w+)-(\w+?)(?:-ln)?\.(.*)\.txt/.exec(file) ?? [];
    const verbose = style.includes('v');
    const listed = parseIptables(corpusText(file)).data.chains;
    const saved = reference(backend, table);
    expect(listed.map(chain => chain.name).sort()).toEqual(saved.map(chain => chain.name).sort());
    for (const chain of listed) {
      const twin = saved.find(({name}) => name === chain.name)!;
      expect(chain.policy).toBe(twin.policy);
      if (chain.policy && verbose) expectRounded(chain.packets, twin.packets);
      expect(chain.rules.map(rule => shown(rule, rule, verbose))).toEqual(
        twin.rules.map((rule, i) => shown(rule, chain.rules[i]!, verbose)),
      );
      for (const [i, rule] of chain.rules.entries()) {
        if (verbose) expectRounded(rule.packets, twin.rules[i]!.packets);
        if (verbose) expectRounded(rule.bytes, twin.rules[i]!.bytes);
        if (style.includes('x')) expect(rule.bytes).toEqual(twin.rules[i]!.bytes);
      }
    }
  });

  test('the tables of Docker, listed and saved in one second', () => {
    const saved = parseIptables(corpusText('iptables-save/save-c.lb_vote.n1.txt')).data.chains;
    for (const table of ['mangle', 'nat']) {
      const listed = parseIptables(corpusText(`iptables/${table}.lb_vote.n1.txt`)).data.chains;
      const names = ({name, policy, rules}: Chain): object => ({name, policy, rules});
      expect(listed.map(names)).toEqual(saved.filter(chain => chain.table === table).map(names));
    }
  });

  test.each(['filter.bookworm-nft', 'nat.bookworm-legacy', 'mangle.bookworm-nft'])(
    'all matches and targets: %s',
    name => {
      const [table = '', backend = ''] = name.split('.');
      const chainsOf = (file: string) => parseIptables(corpusText(file)).data.chains;
      const listed = chainsOf(`iptables/wide-${table}-nvL.${backend}.txt`);
      const saved = chainsOf(`iptables-save/wide-${table}-save-c.${backend}.txt`);
      // What is verbatim differs in words, not in whether there is any.
      const plain = ({table: _, ...chain}: Chain) => ({
        ...chain,
        references: undefined,
        rules: chain.rules.map(({markMask: _1, ...rule}) => ({...rule, extra: rule.extra.length > 0})),
      });
      for (const chain of listed) expect(plain(chain)).toEqual(plain(saved.find(({name}) => name === chain.name)!));
      expect(listed.flatMap(({rules}) => rules).length).toBeGreaterThan(7);
    },
  );

  test('iptables -S and iptables-save', () => {
    const saved = parseIptables(corpusText('iptables-save/variety-save.trixie.txt')).data.chains;
    const nat = saved.filter(chain => chain.table === 'nat').map(({rules}) => rules);
    expect(parseIptables(corpusText('iptables-save/variety-S-nat.trixie.txt')).data.chains.map(c => c.rules)).toEqual(
      nat,
    );
  });
});

describe('fields', () => {
  const chain = (file: string, name: string): Chain | undefined =>
    parseIptables(corpusText(file)).data.chains.find(c => c.name === name);

  test('the mark of a service is a number', () => {
    expect(chain('iptables/mangle.lb_vote.n1.txt', 'INPUT')?.rules[0]).toMatchObject({
      target: 'MARK',
      destination: {not: false, value: '10.0.2.7/32'},
      mark: 257,
      markMask: 0xffffffff,
      packets: {value: 30, exact: true},
      extra: [],
    });
  });

  test('the balancer rewrites the source of what IPVS forwards', () => {
    expect(chain('iptables/nat.ingress_sbox.n1.txt', 'POSTROUTING')?.rules[1]).toMatchObject({
      num: 2,
      target: 'SNAT',
      ipvs: true,
      toSource: '10.0.0.2',
      destination: {value: '10.0.0.0/24'},
    });
  });

  test('the rule which drops unencrypted VXLAN, though a blank is missing in it', () => {
    expect(chain('iptables/filter.n2.txt', 'INPUT')?.rules[0]).toMatchObject({
      dport: 4789,
      extra: ['policy match dir in pol none', expect.stringMatching(/^match bpf 32 0 0 /)],
    });
  });

  test('bits that are set, cleared and flipped', () => {
    const marks = chain('iptables/variety-mangle-nvL.trixie.txt', 'OUTPUT')?.rules.map(r => [r.mark, r.markMask]);
    expect(marks).toEqual([
      [257, 0xffffffff],
      [1, 3],
      [16, 16],
      [0, 0xffffff00],
      [undefined, undefined],
    ]);
  });

  test('a negated port is no port', () => {
    const rules = rulesOf('iptables/variety-filter-nvL.trixie.txt');
    expect(rules[5]).toMatchObject({goto: true, inInterface: {not: true, value: 'eth+'}, extra: ['dpts:!1024:65535']});
    expect(rules[5]).not.toHaveProperty('dport');
  });

  test('counters beyond 99999 are known to be rounded', () => {
    expect(rulesOf('iptables/variety-filter-nvL.trixie.txt')[4]).toMatchObject({
      packets: {value: 9_999_000, exact: false, text: '9999K'},
      bytes: {value: 10_000_000, exact: false, text: '10M'},
    });
  });

  test('protocol numbers of 1.8.9 and names are one', () => {
    const protocols = (file: string): unknown => rulesOf(file).map(rule => rule.protocol);
    expect(protocols('iptables/variety-filter-nvL.bookworm-nft.txt')).toEqual(
      protocols('iptables/variety-filter-nvL.trixie.txt'),
    );
  });

  test('IPv6 listings have no restriction to ::/0', () => {
    expect(rulesOf('iptables/ip6-nvL.trixie.txt').map(rule => [rule.source, rule.destination.value])).toEqual([
      [{not: false, value: '::/0'}, '::/0'],
      [{not: false, value: 'fe80::/10'}, 'ff02::1/128'],
      [{not: true, value: '2001:db8:1234:5678:9abc:def0:1234:5678/128'}, '::/0'],
    ]);
  });

  test('a blank options column, as ip6tables before 1.8.9 printed it', () => {
    const text = corpusText('iptables/ip6-nvL.trixie.txt');
    expect(parseIptables(text.replaceAll(' -- ', '    ')).data).toEqual(parseIptables(text).data);
  });

  test.each([
    ['/* a */ tcp dpt:80 /* b */', {comment: 'a b', dport: 80}],
    ['/* tcp dpt:22 ctstate NEW */', {comment: 'tcp dpt:22 ctstate NEW'}],
    ['/* open /* tcp dpt:22 */', {comment: 'open /* tcp dpt:22'}],
    ['LOG flags 0 level 4 prefix "tcp dpt:22 "', {extra: ['LOG flags 0 level 4 prefix "tcp dpt:22 "']}],
    ['! ctstate NEW', {extra: ['! ctstate NEW']}],
    ['tcp dpt:22 tcp dpt:23', {dport: 22, extra: ['dpt:23']}],
  ])('the last column %j', (extra, fields) => {
    const row = `    1     2 LOG        tcp  --  *      *       0.0.0.0/0            0.0.0.0/0            ${extra}`;
    const [rule] = parseIptables(row).data.chains[0]!.rules;
    expect(rule).toMatchObject(fields);
    expect(rule).not.toHaveProperty('ctstate');
    if (!('dport' in fields)) expect(rule).not.toHaveProperty('dport');
  });

  test.each([
    ['-m mark --mark 0x1 -j MARK --set-mark 0x10/0xf0', {mark: 0x10, markMask: 0xf0, extra: ['-m mark --mark 0x1']}],
    ['-j MARK --or-mark 0x3', {mark: 3, markMask: 3}],
    ['-j LOG --log-prefix "-j DROP"', {target: 'LOG', extra: ['--log-prefix "-j DROP"']}],
    ['-m comment --comment "-j \\"x\\"" -j ACCEPT', {target: 'ACCEPT', comment: '-j "x"', extra: []}],
    ['! -s 10.0.0.1 -j DROP', {source: {not: true, value: '10.0.0.1/32'}}],
    ['-m set --match-set docker-ext-bridges-v4 dst -j X', {extra: ['-m set --match-set docker-ext-bridges-v4 dst']}],
  ])('the save line %j', (options, fields) => {
    expect(parseIptables(`-A INPUT ${options}`).data.chains[0]!.rules[0]).toMatchObject(fields);
  });

  test.each([
    '-A INPUT stray -j DROP',
    '-A INPUT -s',
    '-A INPUT -j A -j B',
    '-A INPUT -m comment --comment "open',
    '-A',
    ':X',
    '-P INPUT',
  ])('the save line %j is not guessed at', line => {
    expect(parseIptables(line)).toMatchObject({data: {chains: []}, consumed: 0});
  });

  test('warnings that a terminal mixes in become notes', () => {
    expect(parseIptables(corpusText('iptables/nft-warn-legacy-present-merged.txt')).notes).toMatchObject([
      {kind: 'warning', line: 1},
    ]);
  });
});

describe('the same data', () => {
  const samples = [
    ...['nvL', 'nL', 'L', 'vL', 'nvxL', 'nvL-ln', 'nL-ln'].map(style => `iptables/variety-filter-${style}.trixie.txt`),
    ...['nvL', 'nL-ln', 'L'].map(style => `iptables/variety-filter-${style}.bookworm-nft.txt`),
    'iptables/nat-tty.n1.txt',
    'iptables/ip6-nL.trixie.txt',
    'iptables-save/variety-save-c.bookworm-nft.txt',
    'iptables-save/variety-vS-filter.trixie.txt',
  ];
  const existing = samples.filter(file => files.includes(file));
  const cases = existing.flatMap(file => DISGUISES.map(([name, disguise]) => [file, name, disguise] as const));
  test.each(cases)('%s with %s', (file, _, disguise) => {
    const text = corpusText(file);
    const parsed = parseIptables(disguise(text));
    expect(parsed.data).toEqual(parseIptables(text).data);
    expect(parsed.unparsed).toEqual([]);
  });

  test.each(existing)('%s without the lines of column names', file => {
    const text = corpusText(file);
    const parsed = parseIptables(text.replace(/^(?:num)? *(?:pkts bytes )?target .*\n/gm, ''));
    expect(parsed.data).toEqual(parseIptables(text).data);
    expect(parsed.unparsed).toEqual([]);
  });

  test('rows that grep left over are the same rules in a chain without a name', () => {
    const text = corpusText('iptables/nat.ingress_sbox.n1.txt');
    const grepped = text.split('\n').filter(line => line.includes('SNAT'));
    const {data, notes} = parseIptables(grepped.join('\n'));
    expect(data.chains).toMatchObject([
      {name: '', rules: [{target: 'SNAT', ipvs: true}, {sport: 39605}, {sport: 51555}]},
    ]);
    expect(notes).toMatchObject([{kind: 'headerless', line: 1}]);
  });
});

describe('hostile text', () => {
  const pieces = files.flatMap(file => corpusText(file).split('\n')).filter(line => line !== '');
  const noise = fc.oneof(
    fc.string(),
    fc.string({unit: 'grapheme'}),
    fc.constantFrom(...pieces, '\x1b[31m', '\r', '\t', '\n'),
  );

  test('never throws and always accounts', () => {
    fc.assert(
      fc.property(fc.array(noise, {maxLength: 12}), fc.constantFrom('\n', ' ', ''), (parts, glue) => {
        const text = parts.join(glue);
        const parsed = parseIptables(text);
        expectAccounts(parsed, text);
        expect(JSON.stringify(parsed.data)).not.toMatch(/\\u00[01]|\x1b/);
      }),
    );
  });

  test.each(['iptables/variety-filter-nvL.trixie.txt', 'iptables-save/variety-save-c.bookworm-nft.txt'])(
    'lines mixed into %s change nothing else',
    file => {
      const lines = corpusText(file).split('\n');
      const {data} = parseIptables(lines.join('\n'));
      fc.assert(
        fc.property(fc.nat(lines.length), fc.stringMatching(/^[a-z][a-z ]{0,30}[0-9]?[a-z]$/), (at, line) => {
          const mixed = [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
          const parsed = parseIptables(mixed);
          expect(parsed.data).toEqual(data);
          expect(parsed.unparsed).toMatchObject([{line: at + 1, text: line}]);
        }),
        {numRuns: 40},
      );
    },
  );

  test('a damaged heading does not give its rules to the chain before', () => {
    const text = corpusText('iptables/nat.ingress_sbox.n1.txt').replace(
      'Chain OUTPUT (policy ACCEPT 0',
      'Chain OUTPUT (pol',
    );
    const {data, unparsed} = parseIptables(text);
    expect(unparsed).toHaveLength(1);
    expect(data.chains.map(({name, rules}) => [name, rules.length])).toEqual([
      ['PREROUTING', 0],
      ['INPUT', 0],
      ['', 1],
      ['POSTROUTING', 2],
      ['DOCKER_OUTPUT', 2],
      ['DOCKER_POSTROUTING', 2],
    ]);
  });
});

describe('damaged rows', () => {
  const text = corpusText('iptables/nat-docker-ports.txt') + corpusText('iptables/filter-docker-ports.txt');
  const rows = text.split('\n').filter(line => /^ *\d+ /.test(line));
  const HEADER =
    'Chain X (0 references)\n pkts bytes target     prot opt in     out     source               destination\n';
  const columns = ['pkts', 'bytes', 'target', 'prot', 'opt', 'in', 'out', 'source', 'destination'];

  test.each(columns.map((name, i) => [name, i] as const))('without the column %s are not read', (_, column) => {
    for (const row of rows) {
      const cells = row.match(/ *\S+ */g)!;
      const cut = cells.filter((_cell, i) => i !== column).join('');
      expect(parseIptables(HEADER + cut).unparsed).toHaveLength(1);
    }
  });

  // Two counters, two interfaces or two addresses that change places cannot be told from real ones.
  test.each([1, 2, 3, 4, 6])('with the columns %i and the next exchanged are not read', column => {
    for (const row of rows) {
      const words = row.trim().split(/ +/);
      const [a, b] = [words[column]!, words[column + 1]!];
      let i = -1;
      const swapped = row.replace(/\S+/g, word => (++i === column ? b : i === column + 1 ? a : word));
      expect(parseIptables(HEADER + swapped).unparsed).toHaveLength(1);
    }
  });
});
