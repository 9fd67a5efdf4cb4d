import {textHash} from '../../lesson/translation/text-hash.ts';
import {page} from './markdown.ts';

/** What is no list of anything, and so is written by hand. */

export const START = page(
  '## From an idea to a proven lesson',
  `\`\`\`sh
deepdive new my-module                         # a module that works; change it into yours
deepdive import tutorial.md -o my-module       # or begin with a tutorial that you have
deepdive lint my-module                        # every mistake, by file, line and column
deepdive preview my-module                     # a step as students see it, drawn anew whenever you save
deepdive prove my-module --cluster local       # play it here: each check fails before the work, and passes after it
deepdive record my-module --cluster local      # play it, prove it, and keep the answers for who has no machine
deepdive -m ./my-module                        # as students see it
\`\`\``,
  `Write one step at a time. First find out by hand which command shows what you want to teach. Then put it into a fence, give it a parser, and look at what the parser makes of it: \`ip route | deepdive parse ip.route\`. Then write the check. Prove before you go on.`,
  'A tutorial that you have, or the folder of a Killercoda scenario, becomes a lesson with `deepdive import`. Its report names by file and line what runs, what may change the machine, and what is left to you: an `undo` that it does not know, values of one machine that you should capture, commands that it could only show, and the checks.',
);

export const MODULE = page(
  '## The files of a module',
  `A module is a folder:

- \`module.yaml\`: what it is called, its lessons, its machines
- \`ID.md\`: a lesson, called as the id in \`module.yaml\`
- \`recordings/\`: what \`deepdive record\` has kept; students without a machine learn from that
- \`ID.fr.md\`: its texts in French, if it is translated
- \`grading.yaml\`: checks that only graders see, if there are any
- \`parsers/\` and \`assertions/\`: code of your own, if there is any; \`deepdive.d.ts\` tells editors of its types
- \`README.md\` and this guide, for people`,
  'Machines are called by names of your own: **nodes**. A lesson never says how a node is reached: no ssh, no address. With `--cluster local` the only node is this machine; `clusters.yaml` says which machines the nodes are; a lab makes three, `swarm-01` to `swarm-03`.',
  '### Keys of module.yaml',
);

export const LESSON = page(
  '## A lesson',
  'A lesson is Markdown that reads well without this program. It begins with YAML between two lines `---`. Then come the introduction and the steps. Each `##` heading with a `@step` comment begins a step. A step is passed when all its checks, tasks and quizzes are, and every value that its commands capture is known.',
  'What the runner has to know stands in three places. Braces behind the three backticks make a fence runnable. Comments that begin with `<!-- @` hold everything longer, as YAML. A `<details>` holds text that is folded at first. Other comments and other fences are left alone.',
  '### Keys at the beginning of a lesson',
);

export const COMMANDS = page(
  '## Commands',
  'A fence with `{#ID …}` is a command. It is run by `sh`, as the user of the node. Its input is empty. It should end by itself, and mean the same when it is run again.',
  'A fence with `{sample=ID}` and a language shows what the output of command ID may look like. The linter reads it with that command’s own parser.',
  `A command that changes something must say so in its \`@run\`, with \`mutates: kind/name\` and \`undo\`. Then the student is asked before it runs, and can take it back. The \`undo\` runs on the same node, and must work from whatever the step has left. Where nothing can take a change back, write \`undo: none, because …\`.`,
  'Give things names that nobody else has, and remove only what you have made. Make no name at random: a second run would make a second thing, and `undo` can take back the first one only if its name was captured before that. A number from `echo "$SUDO_UID $HOME $XDG_STATE_HOME" | cksum` is another for each student of a machine, and always the same for one. Do not use `$NAME` for something that has to be filled in: where it is not set it vanishes, and another command is run.',
);

export const PLACEHOLDERS = page(
  '## Placeholders',
  '`<name>` stands for a value: one that a `@run` has captured, or one that each node has by itself. In a command it is filled in before the command runs. It is a word of its own, in quotes where it needs them, so write no quotes around it. In text, put it into backticks; elsewhere Markdown takes it for HTML. It may also stand in `with`, `else`, `answer`, `say`, `undo` and `mutates`.',
  '`<name@node>` is the value of one node, where each has its own: `<mac@swarm-02>`. The node may be a captured one: `<mac@home>`.',
  'A value must be captured before it is used: in an earlier step that this one waits for, or further up in the same step. A redirection keeps a blank behind its `<`, or the fence says `raw`.',
  'Each node has these by itself:',
);

export const QUERIES = page(
  '## Queries',
  'Captures (`from`) and checks (`query`) ask for parts of the parsed output in [JMESPath](https://jmespath.org). The chapter on parsers shows what there is to ask for. Text stands in single quotes, numbers in backticks:',
  `\`\`\`yaml
"rows[0].name"                                 # of the first row
"rows[?name=='red'].address | [0]"             # of the row called red
"routes[?dst=='10.0.1.0/24' && dev=='red0']"   # rows that fit both
"rows[?port==\`80\`]"                            # a number
"links[?ifname=='red0'].addrInfo[].local"      # lists within lists
"rows[?contains(command, 'dockerd')]"          # text within text
"length(rows)"                                 # how many
\`\`\``,
  'A capture must give one value. `| [0]` takes the first of a list; with `choose: ask` the student takes one.',
);

export const CHECKING = page(
  '## What makes a good check',
  `A check passes only by something that was seen; where nothing could be looked at, it says so, and costs and grants nothing. Three assertions work on any machine: \`output.query\` asks the parsed output of a command, \`cmd.output\` its text and how it ended, \`answer.matches\` compares an answer with an output.`,
  `- Judge what a step is about, and nothing that is always so: before the step’s work the check must fail. Where it may hold before, say why with \`already\`.
- Ask for the very value (\`equals\`), not for any value (\`exists\`). For \`exists: false\` make sure that the command works: an output that is empty is no proof.
- Let \`else\` say what to do next, not only what is wrong. Where its table has \`{seen}\`, that is what was found instead.
- What takes a while wants \`eventually: {within: 30s}\`. It looks again at the cluster, for assertions that look by themselves. A command is not run again: let it wait by itself, as with \`ping -c 3 -W 1\`.`,
  'Of one command on several nodes each output is judged, and all must hold.',
);

const ORIGINAL = 'The gateway is `<gateway>`.';

export const TRANSLATIONS = page(
  '## Translations',
  'The texts of `ID.md` in French stand in `ID.fr.md` beside it. That file holds prose and nothing else: commands, checks, captures, answers and samples come from `ID.md` in every language, so what is run, checked and scored is the same, and progress holds in all of them. Students choose with `--lang fr` or `DEEPDIVE_LANG=fr`, else by the locale.',
  `\`\`\`sh
deepdive translate my-module/first.md fr       # makes first.fr.md with all texts, or adds those that are new
deepdive lint my-module                        # what is to do, has changed, or differs where it must not
deepdive translate my-module/first.md fr --accept step.look   # these are right although the original has changed
\`\`\``,
  'Before each text stands a mark with its name and a hash of the original. Write your words in place of the text, and leave the mark alone:',
  `\`\`\`markdown
<!-- @text step.look.1 ${textHash(ORIGINAL)} -->
La passerelle est \`<gateway>\`.
\`\`\``,
  `- Code in backticks, placeholders, and in notes and \`else\` the words in braces must be those of the original; their order, and how often, may differ.
- \`=\` says that the words are those of the original.
- A text that is not translated is shown as in the original; prose then begins with the language, as in \`[en]\`. So is one whose original has changed, till you have looked at it: nobody reads an old question to a new answer. \`translate\` prints what the original is now.
- A new text takes its place at the next \`translate\`, and what is translated stays as it is. Prose that has moved within its step is found by its hash.
- Texts of an \`@include\` are translated in each lesson that has them.`,
);

export const PROOF = page(
  '## The proof',
  `\`deepdive prove\` plays the module as a student would, and reports a line each:

- \`before\`: without the step’s work its checks do not pass
- \`after\`: its commands and solutions are run, quizzes are answered; then every check passes, twice
- \`damage\`: the evidence of each pass is made wrong (an output without its rows, another value, another exit code), and the check must notice
- \`code\`: parsers and assertions of your own are tested by all that
- \`undo\`: every change is taken back, last first; then its checks do not pass any more`,
  'A check of what a command prints waits for that command, and `before` and `undo` say no more than that of it. Run the command once before the work yourself: its check must fail then.',
  '`deepdive record` does the same and keeps every answer. Record again when commands have changed: a recording answers only what was asked then. Where a lesson needs root, run the proof as root, and better not on a machine that matters: a network namespace (`unshare -n`) or a virtual machine will do.',
);
