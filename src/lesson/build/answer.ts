import type {Answer, QuizType} from '../../core/lesson.ts';
import {suggest} from '../../core/nearest.ts';
import type {Report} from '../../core/source.ts';
import {holes} from '../../core/template.ts';
import {matchesType} from '../../core/value-type.ts';
import {show} from '../../core/yaml/describe.ts';
import type {Locator} from '../../core/yaml/locate.ts';

/** What the answer of a quiz can be made of a value by. */
export const FUNCTIONS: Readonly<Record<Extract<Answer, {kind: 'call'}>['name'], string>> = {
  hexToInt: 'the decimal number of a captured `hex`: `0x103` gives 259',
  intToHex: 'the hexadecimal number of a captured `int`: 259 gives `0x103`',
  count: 'on how many nodes a value was captured',
};
const NAMES = Object.keys(FUNCTIONS) as readonly (keyof typeof FUNCTIONS)[];

const NOTHING: Answer = {kind: 'literal', text: ''};

interface QuizYaml {
  readonly type: QuizType;
  readonly choices: readonly string[];
}

/** `answer:` of a quiz: a literal, text with placeholders, or `{hexToInt: <mark>}`. */
export function readAnswer(raw: unknown, {type, choices}: QuizYaml, where: Locator, report: Report): Answer {
  const refuse = (message: string, path: readonly string[] = ['answer']): Answer => {
    report(where.value(path), message);
    return NOTHING;
  };
  if (type === 'choice' && choices.length < 2)
    return refuse('choices: a quiz of type choice needs at least two', ['choices']);
  if (type !== 'choice' && choices.length > 0)
    return refuse(`choices: only for type choice, found type ${type}`, ['choices']);
  if (raw === undefined) return refuse('missing key "answer"', []);
  if (raw !== null && typeof raw === 'object') return readCall(raw, refuse);
  if (typeof raw !== 'string' && typeof raw !== 'number') {
    return refuse(`answer: expected text, a number, "<name>" or {function: <name>}, found ${show(raw)}`);
  }
  const text = String(raw);
  if (holes(text).length > 0) return {kind: 'value', template: text};
  if (type === 'choice' && !choices.includes(text)) {
    return refuse(`answer: ${show(text)} is not among the choices${suggest(text, choices)}`);
  }
  if (!fits(type, text)) return refuse(`answer: expected ${EXPECTED[type]}, found ${show(raw)}`);
  return {kind: 'literal', text};
}

/** What is said about a wrong answer that nobody can give would never be read. */
export function strangeWrong(
  {type, choices, wrong}: QuizYaml & {readonly wrong: Readonly<Record<string, string>>},
  where: Locator,
  report: Report,
): void {
  for (const answer of Object.keys(wrong)) {
    if (holes(answer).length > 0) continue;
    const spot = where.key(['wrong', answer]);
    if (type === 'choice') {
      if (!choices.includes(answer))
        report(spot, `wrong: ${show(answer)} is not among the choices${suggest(answer, choices)}`);
    } else if (!fits(type, answer)) report(spot, `wrong: expected ${EXPECTED[type]}, found ${show(answer)}`);
  }
}

function readCall(raw: object, refuse: (message: string, path?: readonly string[]) => Answer): Answer {
  const [entry, ...more] = Object.entries(raw) as [string, unknown][];
  if (Array.isArray(raw) || entry === undefined || more.length > 0) {
    return refuse('answer: expected one function of a value such as {hexToInt: <mark>}');
  }
  const [name, argument] = entry;
  const known = NAMES.find(one => one === name);
  if (known === undefined) return refuse(`answer: unknown function "${name}"${suggest(name, NAMES)}`);
  if (typeof argument !== 'string' || holes(argument).length === 0) {
    return refuse(`answer.${name}: expected a placeholder such as <mark>, found ${show(argument)}`, ['answer', name]);
  }
  return {kind: 'call', name: known, argument};
}

const EXPECTED: Readonly<Record<QuizType, string>> = {
  integer: 'a whole number',
  hex: 'a hexadecimal number such as 0x103, in quotes',
  text: 'text',
  mac: 'a MAC address',
  ipv4: 'an IPv4 address',
  node: 'a node name',
  choice: 'one of the choices',
};

function fits(type: QuizType, text: string): boolean {
  if (type === 'choice' || type === 'text') return text !== '';
  return matchesType(type === 'integer' ? 'int' : type, text);
}
