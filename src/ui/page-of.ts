import {EMPTY, line} from '../render/line.ts';
import {NOTHING_KNOWN} from './clusters/clusters.ts';
import {clustersPage} from './clusters/clusters-page.ts';
import {labPage} from './clusters/lab-page.ts';
import {helpPage} from './help-page.ts';
import {homePage} from './home-page.ts';
import {listPage} from './list-page.ts';
import {nodesPage} from './nodes-page.ts';
import type {Page} from './pages.ts';
import {reportPage} from './report-page.ts';
import type {Snapshot, Store} from './store.ts';
import {trustPage} from './trust-page.ts';
import {valuesPage} from './values-page.ts';
import {whyPage} from './why-page.ts';

const LOADING: Page = {rows: [EMPTY, line('  one moment', 'faint')], choices: 0};

/** The rows of the screens that are a list; undefined for the others. */
export function pageOf(
  store: Store,
  {state, view, topology, search, clusters = NOTHING_KNOWN}: Snapshot,
): Page | undefined {
  switch (view.screen) {
    case 'home':
      return homePage(state, view);
    case 'list':
      return listPage(state, view);
    case 'nodes':
      return nodesPage(state, view);
    case 'values':
      return valuesPage(state, view, store.clock());
    case 'report':
      return reportPage(state, view);
    case 'why':
      return whyPage(state, view, text => store.session.fillText(text));
    case 'help':
      return helpPage(view);
    case 'clusters':
      return clustersPage(state, view, clusters);
    case 'lab':
      return labPage(view, clusters, store.clock());
    case 'trust':
      return trustPage(state, view);
    case 'search':
      return search?.page(state, view) ?? LOADING;
    case 'topology':
    case 'evidence':
    case 'ways':
      return topology?.page(state, view) ?? LOADING;
    case 'step':
    case 'output':
      return undefined;
  }
}
