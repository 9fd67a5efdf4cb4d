import {judgeActions} from './judge-actions.ts';
import {keepActions} from './keep-actions.ts';
import {runActions} from './run-actions.ts';
import {searchActions} from './search-actions.ts';
import {stepActions} from './step-actions.ts';

/** What the student's verbs do. */
export const actions = {...stepActions, ...runActions, ...judgeActions, ...keepActions, ...searchActions} as const;
