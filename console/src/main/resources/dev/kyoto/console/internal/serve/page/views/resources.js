import { el, keyed, setText, whenChanged } from '../elements.js';
import { count, plural, position } from '../words.js';

/** What tasks wait for and hold: locks, channels, sockets, timers; found through those who wait. */
export class ResourcesView {
  constructor() {
    this.filter = el('input', { type: 'search', placeholder: 'Filter: kind, details, task', 'aria-label': 'Filter resources', spellcheck: 'false', autocomplete: 'off', input: () => this.#filtered() });
    this.facts = el('p.facts', { role: 'status' });
    this.deadlocks = el('div.cards');
    this.rows = el('tbody');
    this.none = el('p.empty', { hidden: true }, 'Nobody waits for anything that has a name.');
    this.element = el(
      'section.view',
      { 'aria-label': 'Resources' },
      el('div.bar', null, this.filter, this.facts),
      this.deadlocks,
      el('div.wide', null,
        el('table.resources', null,
          el('thead', null, el('tr', null, ...['What', 'How it stands', 'Held by', 'Waiting', 'Who waits, and where'].map((title, i) => el(`th${i === 3 ? '.number' : ''}`, { scope: 'col' }, title)))),
          this.rows)),
      this.none);
  }

  parameters() {
    return { view: 'resources' };
  }

  show(view) {
    this.view = view;
    whenChanged(this.deadlocks, view.deadlocks, () => view.deadlocks.map(deadlock));
    setText(this.facts, `of ${plural(view.scanned, 'task')}${view.omitted ? `; ${count(view.omitted)} more were not looked at` : ''}`);
    this.#filtered();
  }

  #filtered() {
    if (!this.view) {
      return;
    }
    const words = this.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = this.view.resources.filter((one) => {
      const text = JSON.stringify(one).toLowerCase();
      return words.every((word) => text.includes(word));
    });
    this.none.hidden = fitting.length > 0;
    keyed(this.rows, fitting, (one) => `${one.kind} ${one.id}`, row, update);
  }

  key(event) {
    if (event.key === '/') {
      this.filter.focus();
      return true;
    }
    return false;
  }
}

function row(one) {
  const cells = [el('td.details'), el('td'), el('td.number.strong'), el('td')];
  const line = el('tr', null, el('th', { scope: 'row' }, one.kind, one.id ? el('span.quiet', null, ` #${one.id}`) : null), ...cells);
  line.cells4 = cells;
  return line;
}

function update(line, one) {
  const [details, holders, waiting, who] = line.cells4;
  setText(details, one.details);
  whenChanged(holders, one.holders, () => one.holders.map(person));
  setText(waiting, count(one.waiting));
  whenChanged(who, one.waiters, () => [
    ...one.waiters.map(person),
    ...(one.waiting > one.waiters.length ? [el('span.quiet', null, ` and ${count(one.waiting - one.waiters.length)} more`)] : []),
  ]);
}

function person({ task, name, at }) {
  const place = at ? position(at) : null;
  return el(
    'span.person',
    { title: name },
    task ? el('a', { href: `#/task/${task}` }, `task ${task}`) : el('span', null, name),
    place ? el('span.quiet', null, ` ${place.where}`) : null);
}

function deadlock({ waits }) {
  const lines = waits.map((wait, i) => {
    const next = waits[(i + 1) % waits.length];
    return el('li', null,
      el('a', { href: `#/task/${wait.task}` }, `task ${wait.task}`), ' waits for ', el('b', null, wait.resource), wait.at ? ` at ${position(wait.at).where}` : '',
      ', which ', el('a', { href: `#/task/${next.task}` }, `task ${next.task}`), wait.heldAt ? ` holds at ${position(wait.heldAt).where}` : ' is');
  });
  return el('article.warning.deadlock', null, el('header', null, el('h3', null, waits.length === 1 ? 'Deadlock of a task with itself' : `Deadlock of ${waits.length} tasks`)), el('ol', null, ...lines));
}
