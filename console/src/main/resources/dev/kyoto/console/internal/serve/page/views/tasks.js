import { Table } from '../table.js';
import { el, setState, setText } from '../elements.js';
import { amount, count, duration, percent, plural, shortSite } from '../words.js';

/** All tasks, one row each. */
export class TasksView {
  constructor(page) {
    this.page = page;
    this.filter = el('input', { type: 'search', placeholder: 'Filter: name, line, state, number', 'aria-label': 'Filter tasks', spellcheck: 'false', autocomplete: 'off', input: () => this.changed() });
    this.ended = el('input', { type: 'checkbox', change: () => this.changed() });
    this.facts = el('p.facts', { role: 'status' });
    this.table = new Table({
      name: 'tasks',
      label: 'Tasks',
      key: (row) => row.id,
      sort: 'total',
      descending: true,
      changed: () => page.refresh(),
      open: (row) => page.go(`task/${row.id}`),
      empty: 'No task fits.',
      columns: [
        { key: 'warnings', title: '!', hint: 'Warnings', number: true, fill: (cell, row) => warnings(cell, row) },
        { key: 'id', title: 'Task', hint: 'Its number, unique in the process', number: true, fill: (cell, row) => String(row.id) },
        { key: 'state', title: 'State', fill: (cell, row) => setState(cell, row.state, true) },
        { key: 'name', title: 'Name', fill: (cell, row) => name(cell, row) },
        { key: 'total', title: 'Total', hint: 'How long it has lived, or has been known', number: true, fill: (cell, row) => (row.fromStart ? '' : '≥ ') + duration(row.total) },
        { key: 'busy', title: 'Busy', hint: 'How long it was polled', number: true, fill: (cell, row) => busy(cell, row) },
        { key: 'scheduled', title: 'Sched', hint: 'How long it waited for a worker', number: true, fill: (cell, row) => (row.estimated ? '≈ ' : '') + duration(row.scheduled) },
        { key: 'idle', title: 'Idle', hint: 'How long it waited for something to happen', number: true, fill: (cell, row) => duration(row.idle) },
        { key: 'polls', title: 'Polls', number: true, fill: (cell, row) => amount(row.polls) },
        { key: 'wakes', title: 'Wakes', hint: 'How often it was woken; of these, by itself', number: true, fill: (cell, row) => wakes(cell, row) },
        { key: 'site', title: 'Where', hint: 'Where its block is written, or where it was spawned', fill: (cell, row) => site(cell, row) },
      ],
    });
    this.element = el(
      'section.view.fills',
      { 'aria-label': 'Tasks' },
      el('div.bar', null, this.filter, el('label.check', null, this.ended, 'those that ended lately'), this.facts),
      this.table.element);
  }

  changed() {
    this.table.scroller.scrollTop = 0;
    this.page.refresh();
  }

  parameters() {
    return { view: 'tasks', filter: this.filter.value, ended: this.ended.checked, ...this.table.window() };
  }

  show(view, { overview }) {
    this.table.show(view);
    const sample = overview.oneOf === 1 ? '' : `, a sample: 1 of ${count(overview.oneOf)} is watched`;
    setText(this.facts, plural(view.total, 'task') + sample);
  }

  key(event) {
    const { table } = this;
    switch (event.key) {
      case 'j': case 'ArrowDown': table.move(1); return true;
      case 'k': case 'ArrowUp': table.move(-1); return true;
      case 'PageDown': table.move(table.page()); return true;
      case 'PageUp': table.move(-table.page()); return true;
      case 'g': case 'Home': table.first(); return true;
      case 'G': case 'End': table.last(); return true;
      case 'h': case 'ArrowLeft': table.sortByNeighbour(-1); return true;
      case 'l': case 'ArrowRight': table.sortByNeighbour(1); return true;
      case 'i': table.invert(); return true;
      case 'Enter': table.openSelected(); return true;
      case '/': this.filter.focus(); this.filter.select(); return true;
      default: return false;
    }
  }
}

function warnings(cell, row) {
  const titles = row.warnings.join(', ');
  if (cell.titles !== titles) {
    cell.titles = titles;
    cell.replaceChildren(...(titles ? [el('span.warned', { title: titles }, String(row.warnings.length), el('span.unseen', null, ` ${titles}`))] : []));
  }
}

function name(cell, row) {
  const named = row.task !== row.site;
  const text = named ? row.task : shortSite(row.site).what;
  setText(cell, text);
  cell.title = row.task;
}

function site(cell, row) {
  const { what, where } = shortSite(row.site);
  setText(cell, /:\d+$/.test(where) ? where : what);
  cell.title = row.site;
}

function busy(cell, row) {
  cell.title = row.estimated ? `Estimated: it is polled so often that the time of only 1 of ${count(row.timedOneOf)} polls is taken` : '';
  return (row.estimated ? '≈ ' : '') + duration(row.busy);
}

function wakes(cell, row) {
  cell.title = `${count(row.wakes)} wakes, of these ${count(row.selfWakes)} by itself (${percent(row.wakes ? row.selfWakes / row.wakes : 0)})`;
  return amount(row.wakes);
}

