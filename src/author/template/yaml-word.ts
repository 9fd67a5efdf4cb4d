import {stringify} from 'yaml';

/** A text as YAML has it on one line: in quotes where it would be read as another thing, such as `true`. */
export function yamlWord(text: string): string {
  return stringify(text, {lineWidth: 0}).trimEnd();
}
