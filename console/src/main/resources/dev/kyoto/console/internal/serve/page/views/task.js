import { el, keyed, setState, setText, whenChanged } from '../elements.js';
import { histogram, shares } from '../charts.js';
import { amount, count, duration, percent, position } from '../words.js';
import { warningCard } from './warnings.js';

/** One task: what it does, where it stands, and how it was over time. */
export class TaskView {
  constructor(page, id) {
    this.page = page;
    this.id = id;
    this.card = warningCard(page);
    this.state = el('span');
    this.title = el('h2', null, `Task ${id}`);
    this.name = el('p.name');
    this.gone = el('p.notice', { hidden: true }, 'This task is not watched any more: it has ended a while ago, or is not in the sample.');
    this.share = el('div');
    this.facts = el('dl.facts');
    this.tree = el('div.tree');
    this.histograms = el('div.pair');
    this.warnings = el('div.cards');
    this.element = el(
      'section.view.task',
      { 'aria-label': `Task ${id}` },
      el('header.title', null, el('a.back', { href: '#/tasks', title: 'Back (esc)' }, '← Tasks'), this.title, this.state),
      this.name,
      this.gone,
      this.warnings,
      el('div.columns', null,
        el('section.panel', null, el('h3', null, 'Waits for'), this.tree),
        el('section.panel', null, el('h3', null, 'Time'), this.share, this.facts)),
      this.histograms);
  }

  parameters() {
    return { view: 'task', id: this.id };
  }

  show(view) {
    const { summary } = view;
    this.gone.hidden = view.known || Boolean(view.awaits);
    if (summary) {
      setState(this.state, summary.state, true);
      setText(this.name, summary.task === summary.site ? summary.task : `${summary.task}, ${summary.site}`);
      this.#time(view, summary);
    } else if (view.awaits) {
      setText(this.name, view.name);
      setState(this.state, view.dumpedState, true);
    }
    keyed(this.warnings, view.warnings, this.card.key, this.card.create, this.card.update);
    whenChanged(this.tree, view.awaits ?? null, () => [awaits(view.awaits, summary)]);
    whenChanged(this.histograms, [view.pollTimes, view.scheduledTimes], () => [
      view.pollTimes ? histogram('Poll times', view.pollTimes) : null,
      view.scheduledTimes ? histogram('Waits for a worker', view.scheduledTimes) : null,
    ].filter(Boolean));
  }

  #time(view, summary) {
    const { busy, scheduled, idle, total } = summary;
    whenChanged(this.share, [busy, scheduled, idle], () => [shares([['busy', busy], ['scheduled', scheduled], ['idle', idle]])]);
    const part = (value) => `${duration(value)}, ${percent(total ? value / total : 0)}`;
    const facts = [
      ['Busy', part(busy), 'busy'],
      ['Waiting for a worker', part(scheduled), 'scheduled'],
      ['Idle', part(idle), 'idle'],
      [summary.fromStart ? 'Total' : 'Known for', duration(total)],
      ...(summary.fromStart || view.age === undefined ? [] : [['Lives for', `about ${duration(view.age)}`]]),
      ['Polls', summary.fromStart || view.allPolls === undefined ? count(summary.polls) : `${count(view.allPolls)}, seen ${count(summary.polls)}`],
      ...(summary.timedOneOf === 1 ? [] : [['Its time is taken', `at 1 of ${count(summary.timedOneOf)} polls`]]),
      ['Wakes', `${count(summary.wakes)}, of these by itself ${count(summary.selfWakes)}`],
      ['Budget used up', amount(summary.budgetYields)],
      ['Last poll', view.inPoll ? `goes on, for ${duration(view.inPoll)}` : view.sincePoll === undefined ? 'none yet' : `${duration(view.sincePoll)} ago`],
      ['Last worker', summary.worker < 0 ? 'none yet' : String(summary.worker)],
    ];
    keyed(this.facts, facts, ([title]) => title, ([title, , kind]) => el('div', null, el(`dt${kind ? `.${kind}` : ''}`, null, title), el('dd')), (row, [, value]) => setText(row.lastChild, value));
  }
}

/** The await tree, outermost first; branches of a select or join beneath each other. */
function awaits(tree, summary) {
  if (!tree) {
    return el('p.quiet', null, summary?.state === 'ENDED' ? 'Nothing: it has ended.' : 'Nothing is known of it.');
  }
  return el('ul', { role: 'tree', 'aria-label': 'What the task waits for' }, node(tree));
}

function node(tree) {
  const line = el('div.line');
  if (tree.position) {
    const { what, where } = position(tree.position);
    line.append(el('span.what', null, what), el('span.where', { title: tree.position.class }, where));
  } else {
    line.append(el('span.what', null, tree.what));
  }
  if (tree.state === 'NEW' || tree.state === 'DONE' || tree.state === 'RUNNING') {
    line.append(el('span.mark', null, { NEW: 'not begun', DONE: 'done', RUNNING: 'running' }[tree.state]));
  }
  for (const held of tree.held ?? []) {
    line.append(el('a.resource.held', { href: '#/resources', title: held.details }, `holds ${reference(held)}`));
  }
  const item = el('li', { role: 'treeitem' }, line);
  if (tree.resource && tree.resource.kind !== 'task') {
    line.append(resource(tree.resource, tree.what));
  }
  for (const holder of (tree.resource?.holders ?? []).filter(({ task }) => task)) {
    line.append(el('a.resource', { href: `#/task/${holder.task}`, title: holder.name }, `${tree.resource.kind === 'task' ? '' : 'held by '}task ${holder.task}`));
  }
  const children = tree.awaited ?? [];
  if (children.length) {
    item.append(el(children.length > 1 ? 'ul.branches' : 'ul', { role: 'group' }, ...children.map(node)));
  }
  return item;
}

function reference(resource) {
  return resource.id ? `${resource.kind} #${resource.id}` : resource.kind;
}

/** What the future's own name does not say already. */
function resource(resource, what) {
  const details = what.includes(resource.details) ? '' : resource.details;
  return el('a.resource', { href: '#/resources' }, [reference(resource), details].filter(Boolean).join(': '));
}
