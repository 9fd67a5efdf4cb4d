import {expect, test} from 'vitest';
import {edit, LESSON, problemsOf} from './example.ts';

test('the lesson that the mistakes are sown in has none', async () => {
  expect(await problemsOf(LESSON)).toEqual([]);
});

/** What is wrong, the text that stands there, the text instead, and all that must be said. */
type Mistake = readonly [name: string, right: string, wrong: string, ...problems: string[]];

const MISTAKES: readonly Mistake[] = [
  [
    'a misspelt kind of comment',
    '<!-- @check converged',
    '<!-- @chekc converged',
    '11:5 warning: step "launch" has no check, task or quiz: nothing shows that it is done',
    '33:6 unknown comment "@chekc"; did you mean "check"?',
  ],
  [
    'a misspelt @step',
    '<!-- @step\nid: mark',
    '<!-- @stpe\nid: mark',
    '92:6 unknown comment "@stpe"; did you mean "step"?',
  ],
  [
    'a misspelt key of @run',
    'mutates: service/redis',
    'mutate: service/redis',
    '19:1 unknown key "mutate"; did you mean "mutates"?',
  ],
  [
    'a misspelt key of a capture',
    'from: "rows[0].node"',
    'form: "rows[0].node"',
    '29:9 capture.home: missing key "from"',
    '29:22 capture.home: unknown key "form"; did you mean "from"?',
  ],
  [
    'a misspelt key of a fence',
    'on=manager parse',
    'onn=manager parse',
    '24:15 unknown fence key "onn"; did you mean "on"?',
  ],
  [
    'an unknown parser',
    'parse=bridge.fdb',
    'parse=brige.fdb',
    '53:29 parse: no parser "brige.fdb"; did you mean "bridge.fdb"?',
  ],
  [
    'an unknown assertion',
    'use: svc.replicas',
    'use: svc.replica',
    '34:6 use: no assertion "svc.replica"; did you mean "svc.replicas"?',
  ],
  [
    'an unknown argument',
    '{service: redis, replicas: 2}',
    '{service: redis, replcas: 2}',
    '35:24 with: no argument "replcas"; did you mean "replicas"? (assertion svc.replicas)',
  ],
  [
    'an argument of the wrong type',
    'replicas: 2}',
    'replicas: two}',
    '35:34 with: replicas: expected a number (assertion svc.replicas)',
  ],
  [
    'an unknown failure code',
    '{no_row:',
    '{no_rows:',
    '70:8 else: fdb.has-remote-mac has no reason "no_rows"; did you mean "no_row"?',
  ],
  [
    'a capture with the name of a value that there is anyway',
    '  away: {type: node, from',
    '  host: {type: word, from: "rows[0].name", sample: one}\n  away: {type: node, from',
    '30:3 capture.host: <host> is a value that each node has by itself: choose another name',
  ],
  [
    'a capture that nothing uses',
    '  away: {type: node, from',
    '  other: {type: word, from: "rows[0].name", sample: one}\n  away: {type: node, from',
    '30:3 warning: capture.other: nothing uses <other>',
  ],
  ['notes on an unknown run', '<!-- @notes fdb', '<!-- @notes fbd', '56:13 @notes: no run "fbd"; did you mean "fdb"?'],
  [
    'a description of an unknown run',
    '<!-- @run mangle',
    '<!-- @run mangel',
    '99:11 @run: no run "mangel"; did you mean "mangle"?',
  ],
  ['a sample of an unknown run', 'sample=fdb', 'sample=fbd', '60:17 sample: no run "fbd"; did you mean "fdb"?'],
  ['a check of an unknown run', 'of: fdb', 'of: fbd', '68:5 of: no run "fbd"; did you mean "fdb"?'],
  [
    'a comparison with the time before no run',
    'use: fdb.has-remote-mac\nof: fdb',
    'use: fdb.added',
    '67:6 of: missing; fdb.added compares with the time before a run: name one with mutates',
  ],
  [
    'a comparison with the time before a run that changes nothing',
    'use: fdb.has-remote-mac\nof: fdb',
    'use: fdb.added\nof: fdb',
    '68:5 of: fdb.added compares with the time before a run that changes something; run "fdb" has no mutates',
  ],
  ['a solution of an unknown task', 'solves=back', 'solves=bakc', '86:31 solves: no task "bakc"; did you mean "back"?'],
  [
    'a hint to an unknown task',
    '@hint back',
    '@hint bakc',
    '80:21 @hint: no task, quiz, check or run "bakc"; did you mean "back"?',
  ],
  ['a misspelt role', 'on=manager', 'on=manger', '24:18 on: no node "manger"; did you mean "manager"?'],
  ['an unknown node', 'on=manager', 'on=swarm-04', '24:18 on: no node "swarm-04"; did you mean "swarm-01"?'],
  [
    'an unknown image',
    '<image.redis>',
    '<image.rediss>',
    '16:60 <image.rediss>: no image "rediss"; did you mean "redis"?',
  ],
  [
    'an undeclared placeholder in a command',
    'docker service ps redis',
    'docker service ps <svc>',
    '25:19 undeclared placeholder <svc>: no @run captures it, and a redirection keeps a space behind its < (or the fence says raw)',
  ],
  [
    'an undeclared placeholder in prose',
    'has `<mac@away>`',
    'has `<mca@away>`',
    '64:27 undeclared placeholder <mca>; did you mean "mac"?',
  ],
  [
    'an undeclared node of a placeholder',
    'has `<mac@away>`',
    'has `<mac@awya>`',
    '64:27 <mac@awya>: no node "awya"; did you mean "away"?',
  ],
  [
    'an undeclared placeholder in a note',
    'say: "the task on <away>',
    'say: "the task on <awy>',
    '57:46 undeclared placeholder <awy>; did you mean "away"?',
  ],
  [
    'an undeclared placeholder in an argument',
    'from: <home>}',
    'from: <hom>}',
    '69:46 undeclared placeholder <hom>; did you mean "home"?',
  ],
  [
    'an undeclared placeholder in an answer',
    'answer: {hexToInt: <mark>}',
    'answer: {hexToInt: <mrak>}',
    '104:20 undeclared placeholder <mrak>; did you mean "mark"?',
  ],
  [
    'an undeclared placeholder in words on a wrong answer',
    'Yours is <mark>.',
    'Yours is <mrak>.',
    '105:8 undeclared placeholder <mrak>; did you mean "mark"?',
  ],
  [
    'a placeholder outside backticks',
    'The task on `<away>`',
    'The task on <away>',
    '64:13 <away> stands outside backticks, where Markdown drops it: write `<away>`',
  ],
  [
    'a command with its own capture',
    'docker service ps redis',
    'docker service ps <home>',
    '25:19 <home> is captured from the output of this very command',
  ],
  [
    'a run on a node that is captured further down',
    'goal: redis runs\n-->',
    'goal: redis runs\n-->\n\n```sh {#early on=<home>}\nls\n```',
    '15:18 <home> is captured further down, by run "where"',
  ],
  [
    'a capture of a step that need not come before, told once',
    'after: [launch]',
    'after: []',
    '45:16 <home> is captured in step "launch", which need not come before this one: add it to "after"',
  ],
  [
    'steps that wait for each other',
    'goal: redis runs',
    'after: [mark]',
    '12:9 after: these steps wait for each other: launch → mark → look → launch',
  ],
  [
    'a step after an unknown one',
    'after: [launch]',
    'after: [lunch]',
    '42:9 after: no step "lunch"; did you mean "launch"?',
  ],
  [
    'two runs of one id',
    '{#where on',
    '{#create on',
    '24:8 run "create" is declared twice: the first run of this name is on line 15',
    '27:11 @run: no run "where"; expected one of create, mac, fdb, back, mangle',
  ],
  [
    'two checks of one id',
    '@check peer',
    '@check converged',
    '66:13 check "converged" is declared twice: the first check of this name is on line 33',
  ],
  [
    'a quiz with the id of a task',
    '@quiz fwm',
    '@quiz back',
    '102:12 quiz "back" is declared twice: the first task of this name is on line 74',
  ],
  [
    'two steps of one id',
    'id: look',
    'id: launch',
    '41:5 step "launch" is declared twice: the first step of this name is on line 11',
  ],
  [
    'two captures of one name',
    '{mark: {type: hex',
    '{mac: {type: hex',
    '100:11 capture "mac" is declared twice: the first capture of this name is on line 50',
    '104:20 undeclared placeholder <mark>: no @run captures it',
    '105:8 undeclared placeholder <mark>: no @run captures it',
    '107:39 undeclared placeholder <mark>: no @run captures it',
  ],
  [
    'a capture without sample',
    ', sample: swarm-01',
    '',
    '29:3 capture.home: missing key "sample", an example value for readers',
  ],
  [
    'a sample that is no node of the module',
    'sample: swarm-01',
    'sample: swarm-04',
    '29:52 capture.home.sample: the module has no node "swarm-04"; did you mean "swarm-01"?',
  ],
  [
    'a sample of the wrong form',
    'away: "02:42:0a:00:02:09"',
    'away: "02:42:0a:00:02"',
    '50:95 capture.mac.sample.away: expected a MAC address such as 02:42:0a:00:02:09, found "02:42:0a:00:02"',
  ],
  [
    'a sample that YAML takes for a number',
    'sample: "0x103"',
    'sample: 0x103',
    '100:77 capture.mark.sample: expected a hexadecimal number such as 0x103, found 259: put it in quotes',
  ],
  [
    'a sample of an unknown node',
    '{home: "02',
    '{hmoe: "02',
    '50:62 capture.mac.sample: no node "hmoe"; did you mean "home"?',
  ],
  [
    'a value of one of several nodes, without the node',
    'has `<mac@away>`',
    'has `<mac>`',
    '64:27 <mac> has a value for each of <home>, <away>: say whose, as in <mac@home>',
  ],
  [
    "a node's own value, without the node",
    'has `<mac@away>`',
    'has `<addr>`',
    '64:27 <addr> differs from node to node: say which, as in <addr@manager>',
  ],
  [
    'a node with a value that is the same for all',
    '`<away>` has',
    '`<away@home>` has',
    '64:14 <away@home>: there is one <away>, not one for each node',
  ],
  [
    'a query that is not JMESPath',
    '"rows[0].node"',
    '"rows[0.node"',
    '29:28 capture.home.from: not JMESPath (expected Rbracket, got: Dot), found "rows[0.node"',
  ],
  [
    'a mutation without undo',
    'undo: docker service rm redis\n',
    '',
    '19:1 a run that mutates needs an undo: the command that takes it back, or "none, because …"',
  ],
  [
    'an undo without mutation',
    'mutates: service/redis\n',
    '',
    '19:1 undo without mutates: say what the command changes, such as service/redis',
  ],
  [
    'a run that takes back what no run does',
    'mutates: service/redis\n',
    'mutates: service/redis\nreverts: creat\n',
    '20:10 reverts: no run "creat"; did you mean "create"?',
  ],
  [
    'a run that takes something back and changes nothing',
    'mutates: service/redis\nundo: docker service rm redis\n',
    'reverts: create\n',
    '19:1 reverts without mutates: say what the command changes, such as service/redis',
  ],
  [
    'a sample that its parser does not understand',
    'dst 10.77.0.12 self',
    'dst 10.77.0.12 self\nnot a row',
    '62:1 the parser bridge.fdb of run "fdb" does not understand this line of the sample',
  ],
  [
    'a placeholder in a raw fence',
    '{#create}',
    '{#create raw}',
    '16:60 <image.redis> is not filled in, because this fence is raw: drop "raw", or the placeholder',
  ],
  [
    'a runnable fence without language',
    '```sh {#create}',
    '``` {#create}',
    '15:4 a runnable fence needs a language: ```sh {#create …}',
  ],
  ['a wait that is too long', 'within: 60s', 'within: 11m', '36:22 eventually.within: at most 10m'],
  [
    'a duration in words',
    'timeout: 120s',
    'timeout: soon',
    '21:10 timeout: expected a duration such as 30s, 2m or 500ms, found "soon"',
  ],
  [
    'a duration without unit',
    'timeout: 120s',
    'timeout: 120',
    '21:10 timeout: expected a duration such as 30s, 2m or 500ms, found 120',
  ],
  [
    'a step with nothing to prove',
    '<!-- @check converged\nuse: svc.replicas\nwith: {service: redis, replicas: 2}\neventually: {within: 60s, stableFor: 2}\n-->',
    '',
    '11:5 warning: step "launch" has no check, task or quiz: nothing shows that it is done',
  ],
  [
    'broken YAML',
    'with: {network: vote, mac: <mac@away>, from: <home>}\n',
    'with: {network: vote, mac: <mac@away>, from: <home>\n',
    '70:1 YAML: flow map in block collection must be sufficiently indented and end with a }',
  ],
  ['a tab in YAML', '  home: {type', '	home: {type', '29:1 YAML: tabs are not allowed as indentation'],
  [
    'a key that stands twice',
    'undo: docker service rm redis\n',
    'undo: docker service rm redis\nundo: x\n',
    '21:1 YAML: the key "undo" stands here a second time',
  ],
  [
    'a YAML tag',
    'goal: redis runs',
    'goal: !!js/function redis',
    '12:21 YAML tags (tag:yaml.org,2002:js/function) are not allowed here',
  ],
  ['a YAML anchor', 'goal: redis runs', 'goal: &a redis', '12:10 YAML anchors (&name) are not allowed here'],
  [
    'a comment without end',
    'timeout: 120s\n-->',
    'timeout: 120s\n',
    '18:1 this comment is not closed: the next one begins on line 27',
  ],
  [
    'a fence without end',
    'docker service ps redis\n```\n',
    'docker service ps redis\n',
    '24:1 this fence is not closed: the next one begins on line 44',
  ],
  [
    'a fold without end',
    'vxlan0\n```\n</details>\n\n## Mark',
    'vxlan0\n```\n\n## Mark',
    '84:1 this <details> is never closed',
  ],
  ['an @end without @when', '## Mark', '<!-- @end -->\n\n## Mark', '91:1 @end without an open @when'],
  [
    'a @when without @end',
    'Show the way back.',
    '<!-- @when {overlay: netns} -->\nShow the way back.',
    '78:1 this @when is never closed: expected <!-- @end -->',
  ],
  [
    'a misspelt value of a condition',
    'Show the way back.',
    '<!-- @when {overlay: netsn} -->\nShow the way back.\n<!-- @end -->',
    '78:22 overlay: expected one of netns, host, found "netsn"; did you mean "netns"?',
  ],
  [
    'a misspelt condition',
    'Show the way back.',
    '<!-- @when {overly: netns} -->\nShow the way back.\n<!-- @end -->',
    '78:13 unknown key "overly"; did you mean "overlay"?',
  ],
  [
    'a blank line that cuts a comment',
    '<details><!-- @hint back --><summary>Hint</summary>',
    '<details><!-- @hint back\n\n--><summary>Hint</summary>',
    '80:1 warning: this <details> has no @hint, @solution or @why, so it is not folded in the runner',
    '80:10 a blank line ends this HTML block before the comment is closed: put a blank line before the "<!--"',
  ],
  [
    'no blank line behind a summary',
    '<summary>Hint</summary>\n\n',
    '<summary>Hint</summary>\n',
    '80:52 leave a blank line after </summary>, else Markdown is not read there',
  ],
  [
    'a hint that is not folded',
    '<details><!-- @hint back --><summary>Hint</summary>',
    '<!-- @hint back -->',
    '80:1 @hint must follow a <details>: <details><!-- @hint --><summary>…</summary>',
    '83:1 </details> without an open <details>',
  ],
  [
    'a fold that is no hint',
    '<details><!-- @hint back --><summary>Hint</summary>',
    '<details><summary>Hint</summary>',
    '80:1 warning: this <details> has no @hint, @solution or @why, so it is not folded in the runner',
  ],
  [
    'a runnable fence in a list',
    'Show the way back.',
    '- a\n  ```sh {#x}\n  ls\n  ```',
    '79:3 a runnable fence or sample must not stand in a list or a quote',
  ],
  [
    'a runner comment within a sentence',
    'Show the way back.',
    'Show <!-- @check x --> the way back.',
    '78:6 a runner comment must stand on lines of its own, outside of lists and quotes',
  ],
  [
    'a quiz without question',
    '**Question.** Which',
    'Which',
    '102:1 @quiz must be followed by a paragraph that begins with "**Question.**"',
  ],
  [
    'an answer of another type than the quiz',
    'type: integer',
    'type: mac',
    '104:9 answer: hexToInt gives type integer, but the quiz is of type mac',
  ],
  [
    'a misspelt function of an answer',
    '{hexToInt:',
    '{hexToint:',
    '104:9 answer: unknown function "hexToint"; did you mean "hexToInt"?',
  ],
  [
    'a misspelt key of the front matter',
    'minutes: 10',
    'minuts: 10',
    '2:1 missing key "minutes"',
    '5:1 unknown key "minuts"; did you mean "minutes"?',
  ],
  [
    'front matter without end',
    'engine: {docker: ">=20.10"}\n---',
    'engine: {docker: ">=20.10"}',
    '1:1 this front matter is never closed: expected a line "---"',
  ],
  [
    'a version without comparison',
    '">=20.10"',
    '"20.10"',
    '6:18 engine.docker: expected a version range such as ">=20.10", found "20.10"',
  ],
  [
    'an unknown name that must be distinct',
    '[home, away]',
    '[home, awya]',
    '31:28 require.distinct: run where captures no "awya"; did you mean "away"?',
  ],
  [
    'a @step without heading',
    'Show the way back.',
    '<!-- @step\nid: x\n-->',
    '78:1 @step must follow a ## heading, which is the title of the step',
  ],
  [
    'an open run that solves a task',
    'parse=bridge.fdb}',
    'parse=bridge.fdb solves=back}',
    '53:47 solves: only a fence within a @solution solves a task',
  ],
  [
    'a reserved comment',
    'Show the way back.',
    '<!-- @cleanup x -->',
    '78:1 @cleanup is reserved and not supported yet: write an undo for each run that mutates',
  ],
  ['a check without id', '<!-- @check peer', '<!-- @check', '66:12 @check needs an id: <!-- @check id'],
  [
    'an id of wrong letters',
    '<!-- @check peer',
    '<!-- @check Peer_1',
    '66:13 expected an id of small letters, digits and single dashes, found "Peer_1"',
  ],
  [
    'two descriptions of one run',
    '<!-- @check peer',
    '<!-- @run fdb\ntimeout: 5s\n-->\n<!-- @run fdb\ntimeout: 5s\n-->\n<!-- @check peer',
    '69:11 @run fdb stands on line 66 already',
  ],
  [
    'an alias bomb',
    'minutes: 10',
    'minutes: &a [x]\nneeds: [*a, *a]',
    '5:13 YAML anchors (&name) are not allowed here',
  ],
  [
    'a directive of YAML',
    '---\nlesson: fdb',
    '---\n%YAML 1.1\n---\nlesson: fdb',
    '3:1 YAML: missing directives-end indicator line',
  ],
  [
    'a list where a map belongs',
    'with: {service: redis, replicas: 2}',
    'with: [redis, 2]',
    '35:7 with: expected a map, found a list',
  ],
  [
    'an empty undo reason',
    'undo: docker service rm redis',
    'undo: none',
    '20:7 undo: say why there is none: "none, because …"',
  ],
  [
    'an exit code that does not exist',
    'timeout: 120s',
    'exit: [0, 256]',
    '21:7 exit: expected an exit code from 0 to 255, or a list of them, found a list',
  ],
  ['a command without command', 'docker service ps redis\n```\n', '```\n', '24:1 this runnable fence holds no command'],
  ['a key of a fence that stands twice', '{#create}', '{#create on=manager on=all}', '15:27 "on" is said twice'],
  ['a flag with a value', '{#create}', '{#create stream=yes}', '15:16 "stream" takes no value'],
  [
    'a language that sh does not run',
    '```sh {#mangle',
    '```python {#mangle',
    '96:4 a runnable fence is run by sh, found the language "python"',
  ],
  [
    'braces without id',
    '{#create}',
    '{on=manager}',
    '15:7 a runnable fence needs an id: {#id …}',
    '18:11 @run: no run "create"; expected one of where, mac, fdb, back, mangle',
  ],
  [
    'an @end within a fold',
    'vxlan0\n```\n</details>\n\n## Mark',
    'vxlan0\n```\n<!-- @end -->\n</details>\n\n## Mark',
    '89:1 @end without an open @when',
  ],
  [
    'a capture of the wrong type as node',
    '{#back on=<away>',
    '{#back on=<mark>',
    '86:17 <mark> is captured in step "mark", which need not come before this one: add it to "after"',
  ],
  [
    'a captured address as node',
    '`<mac@away>`',
    '`<mac@mac>`',
    '64:27 <mac@mac>: "mac" is a captured mac, expected a node',
  ],
  [
    'a capture where the run was not',
    'with: {network: vote, mac: <mac@away>',
    'with: {network: vote, mac: <mac@swarm-03>',
    '69:28 <mac@swarm-03>: run "mac" captures it on <home>, <away>, and so not on swarm-03',
  ],
  [
    'choices for a quiz without',
    'type: integer\nanswer: {hexToInt: <mark>}',
    'type: choice\nanswer: x\nchoices: [a, b]',
    '104:9 answer: "x" is not among the choices; expected one of a, b',
  ],
  [
    'a misspelt type',
    '{type: mac,',
    '{type: macc,',
    '50:15 capture.mac.type: expected one of node, iface, mac, ipv4, cidr, netns, container, network-id, hex, int, port, word, found "macc"; did you mean "mac"?',
  ],
  [
    'the end of a fold that was not begun',
    'Show the way back.',
    '</details>',
    '78:1 </details> without an open <details>',
  ],
  [
    'a number as title',
    'title: The forwarding table',
    'title: 12',
    '3:8 title: expected text, found 12: put it in quotes',
  ],
  ['a missing value', 'minutes: 10', 'minutes:', '5:9 minutes: expected a number, found nothing'],
  [
    'an unknown built-in part',
    '<overlay.vote.netns> bridge fdb show dev vxlan0\n```\n<!--',
    '<overlay.vote.netsn> bridge fdb show dev vxlan0\n```\n<!--',
    '54:33 <overlay.vote.netsn>: no value of an overlay network "netsn"; did you mean "netns"?',
  ],
];

test.each(MISTAKES)('%s is told at its place', async (_, right, wrong, ...problems) => {
  expect(await problemsOf(edit(right, wrong))).toEqual(problems.map(problem => `m/fdb.md:${problem}`));
});

test('mistakes are told at the same places with CRLF line ends and a byte order mark', async () => {
  for (const [, right, wrong, ...problems] of MISTAKES) {
    const windows = `\ufeff${edit(right, wrong).replaceAll('\n', '\r\n')}`;
    expect(await problemsOf(windows)).toEqual(problems.map(problem => `m/fdb.md:${problem}`));
  }
});

test('what compares may name a run of an earlier step, as long as that changes something', async () => {
  expect(await problemsOf(edit('use: fdb.has-remote-mac\nof: fdb', 'use: fdb.added\nof: create'))).toEqual([]);
});

test('a task without hint and solution is warned of', async () => {
  const bare = edit('@hint back', '@why back', edit('@solution', '@why').replace(' solves=back', ''));
  expect(await problemsOf(bare)).toEqual(['m/fdb.md:74:12 warning: task "back" has neither a @hint nor a @solution']);
});
