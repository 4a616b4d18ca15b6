import { el, keyed, setText, whenChanged } from '../elements.js';
import { amount, count, position } from '../words.js';

/** Futures that were dropped after their first poll and before their end, by the line at which they stood. */
export class CancellationsView {
  constructor() {
    this.all = el('input', { type: 'checkbox', change: () => this.#shown() });
    this.facts = el('p.facts', { role: 'status' });
    this.rows = el('tbody');
    this.none = el('p.empty', { hidden: true });
    this.element = el(
      'section.view',
      { 'aria-label': 'Cancellations' },
      el('div.bar', null, el('label.check', null, this.all, 'also those that are marked as cancel safe'), this.facts),
      el('div.wide', null,
        el('table.cancellations', null,
          el('thead', null, el('tr', null, ...['Times', 'What was dropped half-way', 'Where it stood', 'By', 'Safety'].map((title, i) => el(`th${i === 0 ? '.number' : ''}`, { scope: 'col' }, title)))),
          this.rows)),
      this.none);
  }

  parameters() {
    return { view: 'cancellations' };
  }

  show(view) {
    this.view = view;
    setText(this.facts, `since the console came${view.shutdowns ? `; ${count(view.shutdowns)} tasks ended with their runtime` : ''}${view.uncounted ? `; ${count(view.uncounted)} at lines beyond those that are counted` : ''}`);
    this.#shown();
  }

  #shown() {
    if (!this.view) {
      return;
    }
    const lines = this.view.lines.filter((line) => this.all.checked || line.unexpected);
    this.none.hidden = lines.length > 0;
    setText(this.none, this.view.lines.length > 0 ? 'All that was dropped half-way is marked as cancel safe.' : 'Nothing was dropped half-way.');
    keyed(this.rows, lines, (line) => line.key, row, update);
  }
}

function row(line) {
  const times = el('td.number.strong');
  const by = el('td');
  const at = line.at ? position(line.at) : null;
  const made = el('tr', null, times,
    el('td.what', null, line.what),
    el('td', { title: line.at?.class ?? null }, at ? at.what : '–', at ? el('span.where', null, at.where) : null),
    by,
    el('td', null, el(`span.safety.${line.safety.toLowerCase()}`, null, { SAFE: 'cancel safe', UNSAFE: 'loses something', UNKNOWN: 'unknown' }[line.safety])));
  made.parts = { times, by };
  return made;
}

function update(made, line) {
  setText(made.parts.times, amount(line.times));
  whenChanged(made.parts.by, [line.by, line.droppedAt], () => [line.by, ...line.droppedAt.map((at) => el('span.where', { title: at.class }, position(at).where))]);
}
