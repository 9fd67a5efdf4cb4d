import {KIND_PAGES, type Kind} from './kinds.ts';
import {fence, keyTable, page} from './markdown.ts';

export function kindPages(): string {
  return page(...Object.entries(KIND_PAGES).map(([name, kind]) => kindPage(name, kind)));
}

function kindPage(name: string, {about, keys, example}: Kind): string {
  return page(
    `### \`@${name}\``,
    about,
    ...(keys === undefined ? [] : [keyTable(keys)]),
    ...(example === undefined ? [] : [fence('markdown', example)]),
  );
}
