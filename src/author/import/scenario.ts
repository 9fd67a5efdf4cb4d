import * as z from 'zod';
import type {Page, Tutorial} from './document.ts';
import type {Finding} from './part.ts';

const page = z.looseObject({
  title: z.string().optional(),
  text: z.string().optional(),
  verify: z.string().optional(),
  foreground: z.string().optional(),
  background: z.string().optional(),
  courseData: z.string().optional(),
  code: z.string().optional(),
});

const scenario = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  details: z.looseObject({
    intro: page.optional(),
    steps: z.array(page).max(100).default([]),
    finish: page.optional(),
  }),
});

/** A file of the scenario's folder: its text, or why it cannot be had. */
export type ReadFile = (name: string) => Promise<{readonly text: string} | {readonly problem: string}>;

export type ScenarioResult =
  | {readonly ok: true; readonly tutorial: Tutorial; readonly findings: readonly Finding[]}
  | {readonly ok: false; readonly problem: string};

/** Reads the `index.json` of a Killercoda or Katacoda scenario, and the files that it names. */
export async function readScenario(index: string, text: string, read: ReadFile): Promise<ScenarioResult> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return {ok: false, problem: `${index}: not JSON: ${(error as Error).message}`};
  }
  const parsed = scenario.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      ok: false,
      problem: `${index}: ${issue!.path.join('.')}: ${issue!.message}; expected details.steps, as a Killercoda scenario has them`,
    };
  }
  const {title, details} = parsed.data;
  const findings: Finding[] = [];
  const note = (file: string, words: string): void => void findings.push({file, line: 1, kind: 'note', text: words});
  const load = async (name: string | undefined): Promise<string | undefined> => {
    if (name === undefined) return undefined;
    const result = await read(name);
    if ('text' in result) return result.text;
    note(index, `${name}: ${result.problem}; what it says is missing in the lesson`);
    return undefined;
  };
  const pages: Page[] = [];
  const add = async (one: z.infer<typeof page>, step: string | undefined): Promise<void> => {
    for (const key of ['foreground', 'background', 'courseData', 'code'] as const) {
      if (one[key] !== undefined)
        note(
          index,
          `${one[key]}: the scenario runs it by itself (${key}); make a step or a command of what the lesson needs of it`,
        );
    }
    const body = (await load(one.text)) ?? '';
    const verify = await load(one.verify);
    const file = one.text ?? index;
    pages.push({
      file,
      text: body,
      ...(step !== undefined && {step}),
      ...(verify !== undefined && {verify: {file: one.verify!, text: verify}}),
    });
  };
  if (details.intro !== undefined) await add(details.intro, undefined);
  for (const [i, step] of details.steps.entries()) await add(step, step.title?.trim() || `Step ${i + 1}`);
  if (details.finish !== undefined) await add(details.finish, undefined);
  if (details.steps.length === 0) return {ok: false, problem: `${index}: details.steps: the scenario has no step`};
  return {ok: true, tutorial: {...(title !== undefined && title.trim() !== '' && {title}), pages}, findings};
}
