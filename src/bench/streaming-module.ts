import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const MODULE = `id: streaming
title: A stream
summary: One command that prints without end.
version: 1.0.0
format: 1
runner: ">=0.1"
lessons: [stream]
nodes:
  here: {role: manager}
`;

/** About 5,000 lines a second, as one of a busy wire looks. */
const LESSON = `---
lesson: stream
title: A stream
version: 1.0.0
minutes: 1
needs: {lessons: [], tools: [], privilege: user}
---

## Watch
<!-- @step
id: watch
goal: lines pass
-->

The lines pass by.

\`\`\`sh {#lines on=here stream}
while :; do seq -f '10:42:07.%.0f IP 10.77.0.11.45178 > 10.77.0.12.4789: VXLAN, vni 4097' 500; sleep 0.1; done
\`\`\`
<!-- @run lines
timeout: 240m
-->

<!-- @check seen
use: cmd.output
of: lines
with: {contains: VXLAN}
points: 1
-->

Another paragraph.
`;

/** A module of one step whose command streams for as long as it is let; returns its folder. */
export function writeStreamingModule(folder: string): string {
  const module = join(folder, 'streaming');
  mkdirSync(module, {recursive: true});
  writeFileSync(join(module, 'module.yaml'), MODULE);
  writeFileSync(join(module, 'stream.md'), LESSON);
  return module;
}
