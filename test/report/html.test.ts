import {type DefaultTreeAdapterTypes, parse} from 'parse5';
import {expect, test} from 'vitest';
import {html} from '../../src/report/html.ts';
import {ANA, CLASS, check, manyResults, NASTY, result} from './sample.ts';

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.ChildNode;

/** All elements of a page that parses without a single error. */
function elements(text: string): readonly Element[] {
  const errors: string[] = [];
  const document = parse(text, {onParseError: ({code, startLine}) => errors.push(`${startLine} ${code}`)});
  expect(errors).toEqual([]);
  const within = (node: Node): readonly Element[] =>
    'tagName' in node ? [node, ...node.childNodes.flatMap(within)] : [];
  return document.childNodes.flatMap(within);
}

const attributeOf = (element: Element, name: string) => element.attrs.find(each => each.name === name)?.value;
const named = (all: readonly Element[], ...names: readonly string[]) =>
  all.filter(({tagName}) => names.includes(tagName));

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

const hostile = `"><img src=x onerror=alert(1)><!-- ${NASTY} </style></pre></details>`;
const HOSTILE = result(
  hostile,
  [
    check(hostile, {
      ...{title: hostile, part: hostile, use: hostile, status: 'fail', reason: hostile, hints: [hostile]},
      ...{expected: hostile, actual: {[hostile]: hostile}, witnesses: [{fact: hostile, row: hostile}]},
      ...{near: [{fact: hostile, row: hostile}], at: {file: hostile, line: 1}},
      path: [
        {
          ...{hop: hostile, title: hostile, node: hostile, netns: hostile, status: 'broken', says: hostile},
          rows: [{fact: hostile, row: hostile}],
        },
      ],
    }),
  ],
  {
    suite: {id: hostile, title: hostile, version: hostile, sha256: hostile},
    submission: {
      id: hostile,
      student: {id: hostile, name: hostile, email: hostile},
      submittedAt: hostile,
      lateSeconds: 9,
      attempt: 1,
    },
    targets: [{node: hostile, role: 'worker', reached: false, engine: null, error: hostile}],
    finishedAt: hostile,
    warnings: [hostile],
    evidence: {sha256: hostile, bytes: 1},
  },
);

const OWN = new Set(
  [
    'html',
    'head',
    'meta',
    'title',
    'ol',
    'strong',
    'style',
    'body',
    'a',
    'header',
    'main',
    'section',
    'h1',
    'h2',
    'h3',
    'h4',
    'p',
    'time',
  ].concat([
    'dl',
    'div',
    'dt',
    'dd',
    'ul',
    'li',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'span',
    'i',
    'details',
    'summary',
    'pre',
    'code',
  ]),
);

test.each([
  ['what is usual', CLASS],
  ['what is hostile', [HOSTILE, HOSTILE]],
  ['200 submissions', manyResults(200)],
  ['nobody', []],
])('the page of %s is valid and has only its own elements', (_, results) => {
  const all = elements(html(results));
  expect(all.map(({tagName}) => tagName).filter(name => !OWN.has(name))).toEqual([]);
  const attributes = all.flatMap(({attrs}) => attrs);
  expect(attributes.filter(({name}) => /^(?:on|src$)/.test(name))).toEqual([]);
  expect(attributes.filter(({name, value}) => name === 'href' && !value.startsWith('#'))).toEqual([]);
  expect(attributes.filter(({name, value}) => name === 'style' && !/^width:\d+%$/.test(value))).toEqual([]);
});

test('hostile text is all there, as text', () => {
  const text = elements(html([HOSTILE]))
    .filter(({tagName}) => tagName === 'body')
    .map(textOf)
    .join('');
  const places = text.split('"><img src=x onerror=alert(1)><!-- cell ]]> & <script>alert(1)</script> red').length - 1;
  expect(places).toBeGreaterThan(15);
  expect(text).toContain('::error::owned # SKIP \\ | `x` "q"');
});

test('tables have headers, folded parts a summary, and each link its target', () => {
  const all = elements(html(CLASS));
  const tables = named(all, 'table');
  expect(tables.length).toBeGreaterThan(3);
  for (const table of tables) {
    expect(textOf(table.childNodes.find(node => 'tagName' in node && node.tagName === 'thead')!).trim()).not.toBe('');
  }
  expect(named(all, 'th').filter(th => !['col', 'row'].includes(attributeOf(th, 'scope') ?? ''))).toEqual([]);
  for (const details of named(all, 'details')) {
    const [first] = details.childNodes.filter(node => 'tagName' in node);
    expect(first).toMatchObject({tagName: 'summary'});
  }
  const ids = all.flatMap(element => attributeOf(element, 'id') ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  const links = named(all, 'a').map(link => attributeOf(link, 'href')!.slice(1));
  expect(links.length).toBe(4);
  expect(links.filter(link => !ids.includes(link))).toEqual([]);
  const labels = all.flatMap(element => attributeOf(element, 'aria-labelledby') ?? []);
  expect(labels.filter(label => !ids.includes(label))).toEqual([]);
});

test('what can be scrolled can be reached by keys', () => {
  const boxes = elements(html(CLASS)).filter(each => each.tagName === 'pre' || attributeOf(each, 'class') === 'wide');
  expect(boxes.length).toBeGreaterThan(4);
  expect(boxes.filter(box => attributeOf(box, 'tabindex') !== '0')).toEqual([]);
});

test('each status is a word beside its colour, and what did not pass is unfolded', () => {
  const checks = named(elements(html([ANA])), 'details').filter(each => attributeOf(each, 'class') === 'check');
  const told = checks.map(each => {
    const word = named(
      each.childNodes.filter(node => 'tagName' in node).flatMap(node => [...node.childNodes]) as Element[],
      'span',
    )[0]!;
    return `${textOf(word)}${attributeOf(each, 'open') === undefined ? '' : ', open'}`;
  });
  expect(told).toEqual(
    ['passed', 'failed, open', 'failed, open', 'not looked at, open', 'blocked', 'blocked', 'by hand', 'waived'].concat(
      ['failed, open', 'blocked', 'failed, open'],
    ),
  );
});

test('what goes to students has no overview of the others', () => {
  expect(html(CLASS, {audience: 'student'})).not.toContain('Who has what');
  expect(html(CLASS)).toContain('Who has what');
});

test('the way of a packet is a list, each hop with its place, its state in a word, and its rows', () => {
  const hop = {hop: 'dnat', title: 'the DNAT rule of the host', node: 'swarm-01', netns: 'host', rows: []};
  const path = [
    {...hop, status: 'ok', says: 'goes to 172.18.0.2', rows: [{fact: 'ns.iptables@swarm-01/host', row: '-j DNAT'}]},
    {...hop, title: 'the mark', netns: 'ingress_sbox', status: 'broken', says: 'no rule marks it'},
    {...hop, title: 'the tunnel', status: 'unknown', says: 'not collected'},
  ] as const;
  const one = result('s', [check('walk', {status: 'fail', path})]);
  const items = named(elements(html([one])), 'li').filter(each => /rule|mark|tunnel/.test(textOf(each)));
  expect(items.map(each => textOf(each).replace(/\s+/g, ' ').trim())).toEqual([
    '\u2713 the DNAT rule of the host swarm-01 goes to 172.18.0.2-j DNAT',
    '\u2717 the mark swarm-01, namespace ingress_sbox does not hold no rule marks it',
    '? the tunnel swarm-01 not known not collected',
  ]);
});
