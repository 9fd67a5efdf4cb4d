import {yamlWord} from './yaml-word.ts';

export interface NewLesson {
  readonly id: string;
  readonly title: string;
  /** The node that its commands run on, where the module does not settle that by itself. */
  readonly on?: string;
}

/** A small lesson that works on any POSIX machine, with one of each that a lesson is made of; to be changed into another. */
export function lessonText({id, title, on}: NewLesson): string {
  const at = on === undefined ? '' : ` on=${on}`;
  const file = exampleFile(id);
  return `---
lesson: ${yamlWord(id)}
title: ${yamlWord(title)}
version: 1.0.0
minutes: 5
needs: {tools: [printf, cat, grep]}
---

This lesson works as it stands: it makes a small file, reads it, and takes it away again. Change it into yours, step by step.

## Make a list
<!-- @step
id: make
goal: a list of three hosts is there
-->

Say what a command does, then show it. This one changes something. So it says what it changes, and how that is taken back:

\`\`\`sh {#make${at}}
printf 'NAME ADDRESS\\nred 192.0.2.1\\ngreen 192.0.2.2\\nblue 192.0.2.3\\n' > ~/${file}
\`\`\`
<!-- @run make
mutates: file/${file}
undo: rm ~/${file}
-->

This one only looks. Its output is read as a table, so each row has named cells:

\`\`\`sh {#look${at} parse=table}
cat ~/${file}
\`\`\`
<!-- @run look
capture:
  first: {type: word, from: "rows[0].name", sample: red}
  address: {type: ipv4, from: "rows[0].address", sample: 192.0.2.1}
-->
<!-- @notes look
- {row: {name: <first>}, say: "the first host of the list, with the address {address}"}
-->

\`\`\`text {sample=look}
NAME ADDRESS
red 192.0.2.1
green 192.0.2.2
blue 192.0.2.3
\`\`\`
<!-- @check three
title: the list has three hosts
use: output.query
of: look
with: {query: "rows[].name", count: 3}
else:
  other_count: "There are {seen}. Run \`make\` once more, then this command."
-->

## Use the list
<!-- @step
id: use
goal: you find one host in the list
-->

What a command captured can stand in the text: the first host is \`<first>\`.

<!-- @quiz first-address
type: ipv4
answer: <address>
tries: 3
-->
**Question.** Which address has \`<first>\`?

<details><!-- @why --><summary>Why these addresses?</summary>

192.0.2.0/24 is kept for examples (RFC 5737). No real host has such an address.
</details>

### Your turn: one line alone
<!-- @task blue-alone
check: {use: cmd.output, of: blue, with: {contains: 192.0.2.3, lacks: red}}
-->

Print the line of \`blue\`, and no other.

<details><!-- @hint --><summary>Hint</summary>

\`grep\` prints the lines that have a word in them.
</details>
<details><!-- @solution --><summary>Solution</summary>

\`\`\`sh {#blue${at} solves=blue-alone}
grep blue ~/${file}
\`\`\`
</details>
`;
}

/** What its commands make in the home folder, and take away again. */
export function exampleFile(lesson: string): string {
  return `deepdive-${lesson}.txt`;
}
