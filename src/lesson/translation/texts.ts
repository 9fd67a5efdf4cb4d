import type {At, Check, Item, Lesson, Quiz, RowNote, Step, Task} from '../../core/lesson.ts';

/** A piece of a lesson that is for reading only, and so can be said in another language. */
export interface Text {
  /** Where it stands: `step.fdb.2`, `check.fdb-has-peer.else.no_row`. Unique within its lesson. */
  readonly name: string;
  /** A heading, the words of one sentence or two, or Markdown of any length. */
  readonly kind: 'title' | 'line' | 'prose';
  readonly text: string;
  /** In the lesson, as near as it is known. */
  readonly at: At;
}

type Replace = (text: Text) => string;

/** All texts of a lesson, in the order of reading. */
export function textsOf(lesson: Lesson): readonly Text[] {
  const texts: Text[] = [];
  replaceTexts(lesson, text => {
    texts.push(text);
    return text.text;
  });
  return texts;
}

/**
 * The lesson with other texts. This is the whole of what a translation can reach: commands, captures, checks, answers,
 * samples, ids and the hashes of steps are copied from the lesson as they are.
 */
export function replaceTexts(lesson: Lesson, replace: Replace): Lesson {
  const say = namedOnce(replace);
  const start = {line: 1, column: 1};
  const title = say({name: 'lesson.title', kind: 'title', text: lesson.title, at: start});
  const intro = itemsIn(lesson.intro, 'lesson', say);
  return {...lesson, title, intro, steps: lesson.steps.map(step => stepIn(step, say))};
}

/** In the arms of a `@when` an id may stand twice: the second gets `~2` behind its name. An empty text is left alone. */
function namedOnce(replace: Replace): Replace {
  const seen = new Map<string, number>();
  return text => {
    if (text.text.trim() === '') return text.text;
    const nth = (seen.get(text.name) ?? 0) + 1;
    seen.set(text.name, nth);
    return replace(nth === 1 ? text : {...text, name: `${text.name}~${nth}`});
  };
}

function stepIn(step: Step, say: Replace): Step {
  const {id, goal, at} = step;
  const title = say({name: `step.${id}.title`, kind: 'title', text: step.title, at});
  const said = goal === undefined ? {} : {goal: say({name: `step.${id}.goal`, kind: 'line', text: goal, at})};
  return {...step, title, ...said, items: itemsIn(step.items, `step.${id}`, say)};
}

/** Names of what has no id count up within its step: `step.fdb.1`, `step.fdb.hint.1`. */
function itemsIn(items: readonly Item[], prefix: string, say: Replace): readonly Item[] {
  const counts = new Map<string, number>();
  const next = (word: string): string => {
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    return `${prefix}.${word}${count}`;
  };
  const inside = (all: readonly Item[]): readonly Item[] => all.map(each);
  const each = (item: Item): Item => {
    switch (item.kind) {
      case 'prose':
        return {...item, markdown: say({name: next(''), kind: 'prose', text: item.markdown, at: item.at})};
      case 'run':
        return {...item, run: {...item.run, notes: notesIn(item.run.id, item.run.notes, say)}};
      case 'check':
        return {...item, check: checkIn(item.check, `check.${item.check.id}`, say)};
      case 'task':
        return {...item, task: taskIn(item.task, say)};
      case 'quiz':
        return {...item, quiz: quizIn(item.quiz, say)};
      case 'hidden': {
        const {role, summary, at} = item.hidden;
        const said = say({name: next(`${role}.`), kind: 'title', text: summary, at});
        return {...item, hidden: {...item.hidden, summary: said, items: inside(item.hidden.items)}};
      }
      case 'variants':
        return {...item, variants: item.variants.map(arm => ({...arm, items: inside(arm.items)}))};
      case 'code':
      case 'sample':
        return item;
    }
  };
  return inside(items);
}

function notesIn(run: string, notes: readonly RowNote[], say: Replace): readonly RowNote[] {
  return notes.map((note, i) => {
    const text: Text = {name: `notes.${run}.${i + 1}`, kind: 'line', text: note.say, at: note.at};
    return {...note, say: say(text)};
  });
}

function checkIn(check: Check, name: string, say: Replace): Check {
  const {title, at} = check;
  const said = title === undefined ? {} : {title: say({name: `${name}.title`, kind: 'title', text: title, at})};
  const worded = Object.entries(check.else).map(
    ([code, text]) => [code, say({name: `${name}.else.${code}`, kind: 'line', text, at})] as const,
  );
  return {...check, ...said, else: Object.fromEntries(worded)};
}

/** The check of a task is called as the task. */
function taskIn(task: Task, say: Replace): Task {
  const check = checkIn(task.check, `task.${task.id}`, say);
  return {...task, title: check.title ?? task.title, check};
}

/** What is chosen stays as it is, since it is what gets compared and kept; it is shown by other words. */
function quizIn(quiz: Quiz, say: Replace): Quiz {
  const {id, at, choices} = quiz;
  const question = say({name: `quiz.${id}.question`, kind: 'prose', text: quiz.question, at});
  const labels = choices.map((text, i) => say({name: `quiz.${id}.choice.${i + 1}`, kind: 'title', text, at}));
  const wrong = Object.entries(quiz.wrong).map(
    ([answer, text], i) => [answer, say({name: `quiz.${id}.wrong.${i + 1}`, kind: 'line', text, at})] as const,
  );
  const isOther = labels.some((label, i) => label !== choices[i]);
  return {...quiz, question, wrong: Object.fromEntries(wrong), ...(isOther && {labels})};
}
