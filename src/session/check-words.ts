import type {Check} from '../core/lesson.ts';
import {fillTemplate, type Scope} from './fill.ts';

/** A check as the student knows it: its title without marks, values filled in. */
export function checkWords({id, title}: Check, scope: Scope): string {
  return fillTemplate(title ?? id.replaceAll('-', ' '), scope, undefined, false).text.replaceAll('`', '');
}
