import type {Item, Module} from '../core/lesson.ts';
import {nodeWords} from '../lesson/rules/targets.ts';
import {wordsIn} from '../lesson/rules/thing-names.ts';

/** What a module has that its `grading.yaml` may name. */
export interface Outline {
  readonly module: string;
  /** By lesson, by step: ids of what students see judged. */
  readonly lessons: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
  /** Ids and roles of its nodes. */
  readonly nodes: readonly string[];
  /** What its lessons' own checks and commands name, of the cluster's things. */
  readonly words: ReadonlySet<string>;
}

export function outlineOf({id, nodes, lessons}: Module): Outline {
  return {
    module: id,
    lessons: new Map(
      lessons.map(({id: lesson, steps}) => [
        lesson,
        new Map(steps.map(step => [step.id, new Set(step.items.flatMap(judgedIn))])),
      ]),
    ),
    nodes: nodeWords(nodes),
    words: new Set(
      lessons.flatMap(({steps}) => steps.flatMap(({items}) => items.flatMap(commandsIn))).flatMap(wordsIn),
    ),
  };
}

function commandsIn(item: Item): readonly string[] {
  switch (item.kind) {
    case 'run':
      return [item.run.line];
    case 'hidden':
      return item.hidden.items.flatMap(commandsIn);
    case 'variants':
      return item.variants.flatMap(({items}) => items.flatMap(commandsIn));
    default:
      return [];
  }
}

function judgedIn(item: Item): readonly string[] {
  switch (item.kind) {
    case 'check':
      return [item.check.id];
    case 'task':
      return [item.task.id, item.task.check.id];
    case 'quiz':
      return [item.quiz.id];
    case 'hidden':
      return item.hidden.items.flatMap(judgedIn);
    case 'variants':
      return item.variants.flatMap(({items}) => items.flatMap(judgedIn));
    default:
      return [];
  }
}
