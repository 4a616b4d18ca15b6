// A table of any length: only the rows that are seen exist. The program sorts, and sends the rows that are asked for.

import { el, setAttribute, setText, svg } from './elements.js';

const ROW = 30;
const MORE = 8;

export class Table {
  sort;
  descending;
  selected = null;
  #index = -1;
  #rows = [];
  #offset = 0;
  #total = 0;
  #lines = [];

  /**
   * columns: [{key, title, hint, number, sortable, fill(cell, row)}]; `changed()` when other rows are wanted, `open(row)`.
   * The name is a class of the page's style, which has the widths of the columns.
   */
  constructor({ name, label, columns, key, sort, descending, changed, open, empty }) {
    Object.assign(this, { columns, key, sort, descending, changed, open });
    this.name = name;
    this.headers = columns.map((column) => this.#header(column));
    this.body = el('div.rows', { role: 'rowgroup' });
    this.spacer = el('div.spacer', null, this.body);
    this.empty = el('p.empty', { hidden: true }, empty);
    this.scroller = el(
      `div.scroller.${name}`,
      { role: 'grid', tabindex: 0, 'aria-label': label, 'aria-readonly': 'true', scroll: () => this.#scrolled(), click: (event) => this.#clicked(event) },
      el('div.head', { role: 'rowgroup' }, el('div.row', { role: 'row', 'aria-rowindex': 1 }, ...this.headers)),
      this.spacer,
      this.empty);
    this.element = this.scroller;
    new ResizeObserver(() => this.#scrolled()).observe(this.scroller);
  }

  #header(column) {
    const arrow = svg('svg', { class: 'arrow', viewBox: '0 0 10 10', 'aria-hidden': 'true' }, svg('path', { d: 'M5 2L8.5 7.5H1.5Z' }));
    const button = el('button', { type: 'button', tabindex: -1, title: column.hint ?? null, click: () => this.sortBy(column.key) }, column.title, arrow);
    return el(`div.cell.${column.key}${column.number ? '.number' : ''}`, { role: 'columnheader', 'aria-sort': 'none' }, column.sortable === false ? column.title : button);
  }

  sortBy(key) {
    if (this.sort === key) {
      this.descending = !this.descending;
    } else {
      this.sort = key;
      this.descending = this.columns.find((column) => column.key === key).number === true;
    }
    this.#showSort();
    this.scroller.scrollTop = 0;
    this.changed();
  }

  invert() {
    this.sortBy(this.sort);
  }

  sortByNeighbour(step) {
    const sortable = this.columns.filter((column) => column.sortable !== false);
    const at = sortable.findIndex((column) => column.key === this.sort);
    this.sortBy(sortable[(at + step + sortable.length) % sortable.length].key);
  }

  #showSort() {
    this.columns.forEach((column, i) => {
      const sorted = column.key === this.sort ? (this.descending ? 'descending' : 'ascending') : 'none';
      setAttribute(this.headers[i], 'aria-sort', sorted);
    });
  }

  /** Which rows are wanted. */
  window() {
    const offset = Math.max(0, Math.floor(this.scroller.scrollTop / ROW) - MORE);
    const count = Math.ceil((this.scroller.clientHeight || 600) / ROW) + 2 * MORE;
    return { offset, count, sort: this.sort, descending: this.descending };
  }

  show({ total, offset, rows }) {
    this.#rows = rows;
    this.#offset = offset;
    this.#total = total;
    this.#showSort();
    this.spacer.style.height = `${total * ROW}px`;
    this.empty.hidden = total > 0;
    setAttribute(this.scroller, 'aria-rowcount', total + 1);
    const at = rows.findIndex((row) => this.key(row) === this.selected);
    if (at >= 0) {
      this.#index = offset + at;
    }
    while (this.#lines.length < rows.length) {
      this.#lines.push(this.#line());
    }
    while (this.#lines.length > rows.length) {
      this.#lines.pop().element.remove();
    }
    rows.forEach((row, i) => this.#fill(this.#lines[i], row, offset + i));
    this.#mark();
  }

  #line() {
    const cells = this.columns.map((column) => el(`div.cell.${column.key}${column.number ? '.number' : ''}`, { role: 'gridcell' }));
    const element = el('div.row', { role: 'row' }, ...cells);
    this.body.append(element);
    return { element, cells };
  }

  #fill({ element, cells }, row, index) {
    element.style.transform = `translateY(${index * ROW}px)`;
    element.id = `${this.name}-row-${index}`;
    element.dataset.index = index;
    setAttribute(element, 'aria-rowindex', index + 2);
    this.columns.forEach((column, i) => {
      const text = column.fill(cells[i], row);
      if (text !== undefined) {
        setText(cells[i], text);
      }
    });
  }

  #mark() {
    for (const { element } of this.#lines) {
      setAttribute(element, 'aria-selected', Number(element.dataset.index) === this.#index ? 'true' : 'false');
    }
    const shown = this.#index >= this.#offset && this.#index < this.#offset + this.#rows.length;
    setAttribute(this.scroller, 'aria-activedescendant', shown ? `${this.name}-row-${this.#index}` : null);
  }

  #scrolled() {
    const { offset, count } = this.window();
    const visible = Math.min(count - 2 * MORE, this.#total);
    const first = Math.floor(this.scroller.scrollTop / ROW);
    if (first < this.#offset || first + visible > this.#offset + this.#rows.length && this.#offset + this.#rows.length < this.#total) {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.changed(), 30);
    }
    return offset;
  }

  #clicked(event) {
    const line = event.target.closest('.rows .row');
    if (line) {
      this.select(Number(line.dataset.index));
      this.openSelected();
    }
  }

  select(index) {
    if (this.#total === 0) {
      return;
    }
    this.#index = Math.max(0, Math.min(this.#total - 1, index));
    const row = this.#rows[this.#index - this.#offset];
    this.selected = row ? this.key(row) : null;
    const head = this.headers[0].parentElement.offsetHeight;
    const top = this.#index * ROW;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) {
      this.scroller.scrollTop = top;
    } else if (top + ROW > scrollTop + clientHeight - head) {
      this.scroller.scrollTop = top + ROW - clientHeight + head;
    }
    this.#mark();
  }

  move(step) {
    this.select(this.#index < 0 ? this.#offset : this.#index + step);
  }

  first() {
    this.select(0);
  }

  last() {
    this.select(this.#total - 1);
  }

  page() {
    return Math.max(1, Math.floor(this.scroller.clientHeight / ROW) - 2);
  }

  openSelected() {
    const row = this.#rows[this.#index - this.#offset];
    if (row) {
      this.selected = this.key(row);
      this.open(row);
    }
  }
}
