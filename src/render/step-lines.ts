import {expandTabs} from './cells.ts';
import {checkLines} from './check-lines.ts';
import {codeLines, type Highlight} from './code.ts';
import {inlineMarkdown} from './inline.ts';
import {indent, type Line, line, span} from './line.ts';
import {renderMarkdown} from './markdown.ts';
import {outputLines} from './output-lines.ts';
import {quizLines} from './quiz-lines.ts';
import {runLines} from './run-lines.ts';
import type {StepBlock} from './step-block.ts';
import {wrap} from './wrap.ts';

export interface DrawnBlock {
  readonly block: StepBlock;
  readonly lines: readonly Line[];
}

/** Draws a step's blocks, keeping the lines of those that have not changed. */
export type StepRenderer = (
  blocks: readonly StepBlock[],
  width: number,
  highlight?: Highlight,
) => readonly DrawnBlock[];

export function createStepRenderer(): StepRenderer {
  const cache = new WeakMap<StepBlock, {width: number; highlight: Highlight | undefined; drawn: DrawnBlock}>();
  return (blocks, width, highlight) =>
    blocks.map(block => {
      const known = cache.get(block);
      if (known !== undefined && known.width === width && known.highlight === highlight) return known.drawn;
      const drawn = {block, lines: blockLines(block, width, highlight)};
      cache.set(block, {width, highlight, drawn});
      return drawn;
    });
}

function blockLines(block: StepBlock, width: number, highlight: Highlight | undefined): readonly Line[] {
  if (block.depth === 0) return contentLines(block, width, highlight);
  return indent(contentLines(block, width - 2, highlight), [span('│ ', 'faint')]);
}

function contentLines(block: StepBlock, width: number, highlight: Highlight | undefined): readonly Line[] {
  switch (block.kind) {
    case 'title':
      return [
        ...wrap(inlineMarkdown(block.title, block.fill, 'heading'), width),
        ...(block.goal === undefined
          ? []
          : wrap([span('goal: ', 'faint'), ...inlineMarkdown(block.goal, block.fill, 'faint')], width)),
      ];
    case 'prose':
      return renderMarkdown(block.markdown, width, block.fill, highlight);
    case 'code':
      return indent(codeLines(expandTabs(block.text), block.language, width - 2, highlight), [span('  ')]);
    case 'sample':
      return [
        line('for example', 'faint'),
        ...indent(outputLines(block.text, width - 2, 'faint'), [span('┊ ', 'faint')]),
      ];
    case 'banner':
      return wrap(line(block.text, block.role), width);
    case 'run':
      return runLines(block, width);
    case 'check':
    case 'task':
      return checkLines(block, width);
    case 'quiz':
      return quizLines(block, width);
    case 'hidden':
      return wrap(
        [
          span(block.open ? '▾ ' : '▸ ', 'accent'),
          span(block.summary, 'emphasis'),
          span(block.how === '' ? '' : `  ${block.how}`, 'faint'),
        ],
        width,
      );
  }
}
