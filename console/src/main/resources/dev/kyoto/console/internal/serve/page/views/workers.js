import { Sparkline } from '../charts.js';
import { el, keyed, setState, setText } from '../elements.js';
import { amount, count, duration, percent } from '../words.js';

const COLUMNS = [
  ['queued', 'Queued', 'Tasks in its own queue', (worker) => count(worker.queued)],
  ['polls', 'Polls/s', 'Polls of tasks', (worker) => amount(worker.polls)],
  ['slotPolls', 'Next/s', 'Of these, polls of a task that the one before had woken', (worker) => amount(worker.slotPolls)],
  ['injected', 'Shared/s', 'Tasks taken from the queue that all share', (worker) => amount(worker.injected)],
  ['steals', 'Steals/s', 'Times that it took tasks from another', (worker) => amount(worker.steals)],
  ['overflows', 'Overflows/s', 'Times that its own queue was full', (worker) => amount(worker.overflows)],
  ['budgetYields', 'Budget/s', 'Times that a task had used up its budget, and gave way', (worker) => amount(worker.budgetYields)],
  ['parks', 'Sleeps/s', 'Times that it went to sleep', (worker) => amount(worker.parks)],
];

/** The workers, the blocking pool, and polls that did not end. */
export class WorkersView {
  constructor() {
    this.rows = el('tbody');
    this.drivers = el('p.quiet');
    this.blocking = el('p.quiet');
    this.blockages = el('div.cards');
    this.none = el('p.empty', null, 'No worker was blocked for ten milliseconds.');
    const head = ['Worker', 'State', 'Busy', 'The last 90 seconds', ...COLUMNS.map(([, title]) => title), 'Polls'];
    this.element = el(
      'section.view',
      { 'aria-label': 'Workers' },
      el('div.wide', null,
        el('table.workers', null,
          el('thead', null, el('tr', null, ...head.map((title, i) => el(`th${i >= 4 && i < head.length - 1 || i === 2 ? '.number' : ''}`, { scope: 'col', title: COLUMNS[i - 4]?.[2] ?? null }, title)))),
          this.rows)),
      this.drivers,
      el('h3', null, 'Blocking pool'),
      this.blocking,
      el('h3', null, 'Workers that did not come back from a poll'),
      this.none,
      this.blockages);
  }

  parameters() {
    return { view: 'workers' };
  }

  show({ workers, channels, blocking, blockages }) {
    keyed(this.rows, workers.filter(({ state }) => state !== 'UNUSED'), (worker) => worker.index, row, update);
    const spares = workers.length - this.rows.children.length;
    setText(this.drivers, `${count(channels)} sockets are watched.`);
    setText(
      this.blocking,
      `${count(blocking.active)} of ${count(blocking.threads)} threads run a job, ${count(blocking.queued)} jobs wait, ${count(blocking.finished)} are done.${spares > 0 ? ` Spare workers: ${spares}.` : ''}`);
    this.none.hidden = blockages.length > 0;
    keyed(this.blockages, blockages, (one) => `${one.worker} ${one.task} ${one.stack.join()}`, blockage, updateBlockage);
  }
}

function row(worker) {
  const spark = new Sparkline(`Worker ${worker.index}, busy`, 1000);
  const cells = COLUMNS.map(() => el('td.number'));
  const state = el('td');
  const busy = el('td.number.strong');
  const task = el('td.polled');
  const line = el('tr', null, el('th', { scope: 'row' }, String(worker.index)), state, busy, el('td.spark', null, spark.element), ...cells, task);
  line.parts = { spark, cells, state, busy, task };
  return line;
}

function update(line, worker) {
  const { spark, cells, state, busy, task } = line.parts;
  setState(state, worker.state, true);
  setText(busy, percent(worker.busy));
  spark.show(worker.history);
  COLUMNS.forEach(([, , , text], i) => setText(cells[i], text(worker)));
  const shown = worker.task ?? '';
  if (task.shown !== shown) {
    task.shown = shown;
    task.replaceChildren(...(worker.task ? [el('a', { href: `#/task/${worker.task}`, title: worker.taskName }, `task ${worker.task}`)] : []));
  }
}

function blockage(one) {
  const card = el('article.warning.blocked_worker');
  card.text = el('p.seen');
  card.append(
    el('header', null, el('h3', null, `Worker ${one.worker}`), el('a.subject', { href: `#/task/${one.task}` }, `task ${one.task}`, el('span.quiet', null, ` ${one.taskName}`))),
    card.text,
    el('details', { open: one.lasts }, el('summary', null, 'Where'), el('pre', null, one.stack.join('\n'))));
  return card;
}

function updateBlockage(card, one) {
  const when = one.lasts ? 'and goes on' : `and ended ${duration(one.ago)} ago`;
  setText(card.text, `One poll took ${duration(one.duration)} ${when}; its thread ${one.thread} was ${one.threadState}${one.lock ? `, waiting for ${one.lock}` : ''}.`);
}
