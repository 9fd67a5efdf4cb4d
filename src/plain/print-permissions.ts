import {permissionWords} from '../session/permission-words.ts';
import type {Permissions} from '../session/permissions.ts';
import type {Writer} from './writer.ts';

/** What a module may run and where: a question first, then a paragraph for each side of it. */
export function printPermissions(asked: Permissions, out: Writer): void {
  const [question, ...rest] = permissionWords(asked);
  if (question !== undefined) out.text(question.text);
  for (const {title, text} of rest) out.text(`${title}: ${text}`, 0, 2);
}
