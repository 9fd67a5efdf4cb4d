import {expect, test} from 'vitest';
import {parseTable} from '../../src/parse/table.ts';
import {output} from './corpus.ts';

test('reads a table of docker by the columns of its header, empty cells too', () => {
  const {data, unparsed} = parseTable(output('docker-node-ls/ls-3'));
  expect(unparsed).toEqual([]);
  expect(data.rows.map(row => [row.hostname, row.availability, row.manager_status])).toEqual([
    ['swarm-01', 'Active', 'Leader'],
    ['swarm-02', 'Active', ''],
    ['swarm-03', 'Active', ''],
  ]);
});

const LSNS = [
  '        NS TYPE NPROCS   PID USER     COMMAND',
  '4026531840 net      98     1 root     /sbin/init --x y',
  '4026532200 net       1  1395 root     nginx: master process',
].join('\n');

test('reads right-aligned columns word by word, the last one to the end of the line', () => {
  expect(parseTable(LSNS)).toMatchObject({
    data: {
      rows: [
        {ns: '4026531840', type: 'net', nprocs: '98', pid: '1', user: 'root', command: '/sbin/init --x y'},
        {ns: '4026532200', type: 'net', nprocs: '1', pid: '1395', user: 'root', command: 'nginx: master process'},
      ],
    },
    unparsed: [],
  });
});

test('an empty cell is not filled with the first word of the command', () => {
  const table = [
    '        NS TYPE NPROCS   PID USER    NETNSID NSFS         COMMAND',
    '4026531833 net      95     2 root unassigned              kthreadd',
    '4026532178 net      30 18471 root          0              nginx: master process',
    '4026532251 net       3 23418 root unassigned /run/netns/x python3 srv.py',
  ];
  const {data, unparsed} = parseTable(table.join('\n'));
  expect(unparsed).toEqual([]);
  expect(data.rows.map(({nprocs, netnsid, nsfs, command}) => [nprocs, netnsid, nsfs, command])).toEqual([
    ['95', 'unassigned', '', 'kthreadd'],
    ['30', '0', '', 'nginx: master process'],
    ['3', 'unassigned', '/run/netns/x', 'python3 srv.py'],
  ]);
});

test('a row that does not fit the header is left over', () => {
  const text = 'NAME        DRIVER\nvol1        local\nan-overlong-name local\nvol2        local\nvol3';
  expect(parseTable(text)).toMatchObject({
    data: {
      rows: [
        {name: 'vol1', driver: 'local'},
        {name: 'vol2', driver: 'local'},
        {name: 'vol3', driver: ''},
      ],
    },
    unparsed: [{line: 3}],
  });
  expect(parseTable('A B\nonly-one')).toMatchObject({data: {rows: []}, unparsed: [{line: 2}]});
});

test('names become keys: lower case, _ for other characters, numbered when they come again', () => {
  expect(parseTable('CREATED AT   %CPU   Name   NAME\nx            y      z      w').data.rows).toEqual([
    {created_at: 'x', cpu: 'y', name: 'z', name_2: 'w'},
  ]);
});

test('a header alone is a table without rows', () => {
  expect(parseTable('DRIVER    VOLUME NAME\n')).toMatchObject({data: {rows: []}, lines: 1, consumed: 1});
});
