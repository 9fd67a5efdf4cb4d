import type {Item} from '../core/lesson.ts';

/** The heading that a text ends with. */
const LAST_HEADING = /(?:^|\n)#{3,6}[ \t]+([^\n]*)$/;

/** A task says itself what it is called: without the heading that it was called after it would be told twice. */
export function withoutTaskHeadings(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item, index) => {
    const next = items[index + 1];
    if (item.kind !== 'prose' || next?.kind !== 'task') return [item];
    const [whole, title] = LAST_HEADING.exec(item.markdown) ?? [];
    if (whole === undefined || title?.trim() !== next.task.title) return [item];
    const markdown = item.markdown.slice(0, -whole.length).trimEnd();
    return markdown === '' ? [] : [{...item, markdown}];
  });
}
