import type * as z from 'zod';
import type {CommentKind} from '../../lesson/comment.ts';
import {check, quiz, task} from '../../lesson/schema/exercise.ts';
import {notes, run} from '../../lesson/schema/run.ts';
import {conditions, step} from '../../lesson/schema/step.ts';

export interface Kind {
  readonly about: string;
  /** Its keys, for those that have some. */
  readonly keys?: z.ZodType;
  /** As it stands in a lesson. One after the other they are the body of one; test/author/guide.test.ts reads it. */
  readonly example?: string;
}

/** Every kind of comment that is the runner's. */
export const KIND_PAGES: Readonly<Record<CommentKind, Kind>> = {
  step: {
    about:
      'Begins a step. It follows a `##` heading, which is the title. What stands before the first step is the introduction.',
    keys: step,
    example: `## Look at the routes
<!-- @step
id: routes
goal: you know where packets go by default
-->`,
  },
  run: {
    about:
      'Says more about a runnable fence than its braces can. It names the id of the fence, and stands before or after it. A command that only looks, and whose output nobody asks for parts, needs none.',
    keys: run,
    example: `\`\`\`sh {#look parse=ip.route}
ip route
\`\`\`
<!-- @run look
capture:
  gateway: {type: ipv4, from: "routes[?dst=='default'].gateway | [0]", sample: 192.0.2.1}
-->

\`\`\`sh {#add}
ip route add 198.51.100.0/24 via <gateway>
\`\`\`
<!-- @run add
mutates: route/198.51.100.0
undo: ip route del 198.51.100.0/24
-->`,
  },
  check: {
    about:
      'Judges. The word behind `@check` is its id. `use` names an assertion, `with` has its arguments; the chapter on assertions lists all. An assertion judges what the commands of the step printed, or looks at the cluster by itself.',
    keys: check,
    example: `<!-- @check has-default
title: there is a default route
use: output.query
of: look
with: {query: "routes[?dst=='default']", min: 1}
else:
  nothing: "No route is the default here, so packets to far places go nowhere."
-->`,
  },
  task: {
    about:
      'Free work: the student finds the command. It follows a `###` heading. A solution for it should stand in a `@solution`; the proof plays that. Students work in a shell of the node. Where the check judges an output, let `of` name a command that stands openly in the step, behind the solution: they run it once they believe that they are done. A command within the solution they can only replace by their own line (`deepdive run ID --edit LINE`).',
    keys: task,
    example: `### Your turn: the loopback
<!-- @task loopback
points: 2
check: {use: cmd.output, of: loopback-addresses, with: {contains: 127.0.0.1}}
-->

Print the addresses of the loopback interface.`,
  },
  quiz: {
    about:
      'A question with an answer that the runner knows. The next paragraph must begin with `**Question.**`. With a placeholder as answer each student is asked about their own machine.',
    keys: quiz,
    example: `<!-- @quiz gateway
type: ipv4
answer: <gateway>
wrong: {127.0.0.1: "That is this machine itself."}
-->
**Question.** To which address go packets that no other route takes?`,
  },
  notes: {
    about: 'Explains rows of the student’s own output, beside them. It names the id of a command with `parse=`.',
    keys: notes,
    example: `<!-- @notes look
- {row: {dst: default}, say: "all that no other row takes goes to {gateway}"}
-->`,
  },
  when: {
    about:
      'Begins a part for some machines only. Arms follow each other; the first whose conditions hold is shown, and `@end` ends them. What is captured in one arm only is not known behind it.',
    keys: conditions,
    example: `<!-- @when {kernel: ">=5.4"} -->
Text and commands for kernels of today.
<!-- @when {kernel: "<5.4"} -->
Text and commands for older ones.
<!-- @end -->`,
  },
  end: {about: 'Ends the arms of a `@when`.'},
  hint: {
    about:
      'A folded help, first in a `<details>`. Hints open one after the other. The word behind `@hint` is the check, task or quiz that it helps with; it may be left out where that stands right above. A blank line must follow the `<summary>`.',
    example: `<details><!-- @hint loopback --><summary>Hint</summary>

The interface is called \`lo\`.
</details>`,
  },
  solution: {
    about: 'A folded answer. Fences in it are run by the proof; `solves=` says which task a command solves.',
    example: `<details><!-- @solution loopback --><summary>Solution</summary>

\`\`\`sh {#loopback-addresses solves=loopback}
ip addr show dev lo
\`\`\`
</details>`,
  },
  why: {
    about:
      'A folded explanation. Where it would give the answer of the quiz before it away, it stays closed till then.',
    example: `<details><!-- @why --><summary>Why a default route?</summary>

No table can have a row for every network there is.
</details>`,
  },
  include: {
    about: 'Puts the text of another Markdown file of the module here, with all that is in it.',
    example: '<!-- @include parts/clean-up.md -->',
  },
  text: {
    about:
      'Stands in a translation only, before each text: its name, and the hash of the original that it was translated from. The chapter on translations says more.',
  },
  cleanup: {about: 'Kept for later; not to be written yet. Give each command that changes something its `undo`.'},
};
