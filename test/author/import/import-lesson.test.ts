import fc from 'fast-check';
import {expect, test} from 'vitest';
import {importLesson} from '../../../src/author/import/import-lesson.ts';
import {known} from '../../../src/author/known.ts';
import {readLesson} from '../../../src/lesson/read-lesson.ts';

const NODES = [{id: 'here', role: undefined}];

async function imported(text: string) {
  const made = await importLesson({pages: [{file: 't.md', text}]}, {id: 'lesson', nodes: NODES, known});
  const {lesson, problems} = await readLesson('lesson.md', made.text, {folder: '.', nodes: NODES, images: {}, known});
  expect(problems.filter(({severity}) => severity === 'error')).toEqual([]);
  return {...made, lesson: lesson!};
}

/** Letters and digits alone: marks, fences, indents and prompts may change, words may not. */
const words = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('&lt;', '<')
    .replace(/[^\p{L}\p{N}]+/gu, '');

const LINES = [
  'Some words about `docker ps` and `<container-id>` and <host>.',
  '# Title',
  '## Part <one>',
  '### Deeper',
  '```',
  '```sh',
  '````md',
  '~~~',
  '```{#id on=x}',
  '```yaml {sample=a}',
  '    $ ls -l',
  '$ ip netns add red',
  '# docker ps',
  'root@swarm-01:~# ip link',
  'docker ps -a',
  'CONTAINER ID   IMAGE   COMMAND',
  '4ea9c75179c3   redis   "sh"',
  "echo 'it is open",
  'cat <<EOF > file',
  'EOF',
  'for i in 1 2; do',
  'done',
  'docker run -it alpine sh',
  'docker exec <container> ip link',
  'tail -f log',
  '<!-- @step',
  'id: x',
  '-->',
  '<!-- @chekc a -->',
  '<details><summary>More</summary>',
  '</details>',
  '<pre>',
  '</pre>',
  '- item',
  '  - nested `{{exec}}`',
  '   ```bash',
  '```{solution}',
  '````{note} Look',
  '````',
  ':label: a',
  '> quoted',
  '> ```',
  '> $ uname -r',
  '---',
  'title: x',
  '',
  '',
  '`date`{{exec}}',
  '```{{exec}}',
  '`open',
  'text --> more',
  '**Question.** Which?',
  'curl http://<host>:<port>/',
  '{"a": 1}',
  '\t\ttabs',
  '| a | b |',
  '<div><!-- x',
  '<image.web>',
];

const tutorial = fc
  .array(
    fc.oneof(
      {weight: 8, arbitrary: fc.constantFrom(...LINES)},
      fc.string({maxLength: 30}).filter(text => !/[\n\r]/.test(text)),
    ),
    {maxLength: 40},
  )
  .map(lines => lines.join('\n'));

test('any text becomes a lesson without errors, and no line of it is lost', async () => {
  await fc.assert(
    fc.asyncProperty(tutorial, async text => {
      const made = await imported(text);
      const all = words(made.text);
      for (const line of text.split('\n')) {
        const plain = words(
          line
            .replace(/<\/?pre>/g, '')
            .replace(/^\s*(?:[\w.-]+@[\w.-]+\S*[#$]|[#$>])\s/, '')
            .replace(/^\s*(?:>\s*)*(?:[-*+]\s+)?(?:`{3,}|~{3,}).*$/, '')
            .replace(/\{\{\s*(?:exec|execute|copy)\b[^{}]*\}\}/g, ''),
        );
        expect(all).toContain(plain);
      }
    }),
    {numRuns: 400, seed: 7},
  );
}, 120_000);

// Each would take minutes where a line is looked at again for each line that stands before it.
test.each([
  ['substitutions that nothing closes', `\`\`\`sh\n${'a=$(\n'.repeat(10_000)}\`\`\`\n`],
  ['fences that nothing closes', '```sh\n\n~~~\n'.repeat(10_000)],
  ['commands that nothing ends', `\`\`\`sh\n${'if true; then\n'.repeat(20_000)}\`\`\``],
  ['here-documents that nothing ends', `\`\`\`sh\n${'cat <<EOF\n'.repeat(20_000)}\`\`\``],
  ['tags that nothing closes', '{{< highlight sh >}}\n<pre>\n<!-- a\n'.repeat(20_000)],
  ['a line of marks', `${'`'.repeat(100_001)}\n\n\`\`\`sh\n${'$('.repeat(100_000)}\n\`\`\``],
  ['directives in each other', '```{note}\n'.repeat(30_000)],
  ['directives that end', '```{note}\n---\n```\n'.repeat(20_000)],
  ['tabs without end', '=== "a"\n\n    words\n\n'.repeat(10_000)],
])('%s are read in good time', async (_, text) => void (await imported(text)), 120_000);

test('a tutorial of any bytes that are text is no reason to throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({unit: 'binary', maxLength: 300}), async text => void (await imported(text))),
    {numRuns: 200, seed: 7},
  );
}, 60_000);
