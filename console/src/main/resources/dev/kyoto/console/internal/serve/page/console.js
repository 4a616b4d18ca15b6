// The page: the strip at the top, the views below it, and the keys.

import { Connection } from './connection.js';
import { Sparkline } from './charts.js';
import { el, setAttribute, setText } from './elements.js';
import { amount, count, duration } from './words.js';
import { CancellationsView } from './views/cancellations.js';
import { ResourcesView } from './views/resources.js';
import { TaskView } from './views/task.js';
import { TasksView } from './views/tasks.js';
import { WarningsView } from './views/warnings.js';
import { WorkersView } from './views/workers.js';

const TABS = [
  ['tasks', 'Tasks', 't'],
  ['resources', 'Resources', 'r'],
  ['workers', 'Workers', 'w'],
  ['cancellations', 'Cancellations', 'c'],
  ['warnings', 'Warnings', '!'],
];

const KEYS = [
  ['t r w c !', 'Tasks, resources, workers, cancellations, warnings'],
  ['j k  ↓ ↑', 'Next row, previous row'],
  ['g G', 'First row, last row'],
  ['enter', 'Open the task of the row'],
  ['esc', 'Back; out of the filter'],
  ['h l  ← →', 'Sort by the column to the left, to the right'],
  ['i', 'Turn the order over'],
  ['/', 'Filter'],
  ['space', 'Pause, and go on'],
  ['d', 'Dark, light, as the system'],
  ['?', 'This'],
];

const byId = (id) => document.getElementById(id);

class Page {
  #views = new Map();
  #view = null;
  #runtime = sessionStorage.getItem('runtime') ?? '';
  #numbers = {};
  #shown = null;

  constructor() {
    this.main = byId('main');
    this.connection = new Connection(
      () => ({ runtime: this.#runtime, ...this.#view.parameters() }),
      (answer, restarted, asked) => this.#answered(answer, restarted, asked),
      (status, text) => this.#status(status, text));
    this.#makeTabs();
    this.#makePulse();
    this.#makeKeys();
    this.#makeTools();
    addEventListener('hashchange', () => this.#route());
    addEventListener('keydown', (event) => this.#key(event));
    this.#route();
    this.connection.start();
  }

  // ---- where one is

  go(place) {
    location.hash = `#/${place}`;
  }

  refresh() {
    this.connection?.now();
  }

  #route() {
    const [, name, id] = location.hash.split('/');
    const tab = name === 'task' ? 'tasks' : TABS.some(([known]) => known === name) ? name : 'tasks';
    this.#view = name === 'task' && /^\d+$/.test(id) ? new TaskView(this, id) : this.#tabView(tab);
    this.main.replaceChildren(this.#view.element);
    for (const link of byId('tabs').children) {
      setAttribute(link, 'aria-current', link.dataset.view === tab ? 'page' : null);
    }
    document.title = `${this.#view instanceof TaskView ? `Task ${id}` : TABS.find(([known]) => known === tab)[1]} – Kyoto console`;
    this.#view.table?.scroller.focus({ preventScroll: true });
    this.refresh();
  }

  #tabView(name) {
    if (!this.#views.has(name)) {
      const makers = { tasks: TasksView, resources: ResourcesView, workers: WorkersView, cancellations: CancellationsView, warnings: WarningsView };
      this.#views.set(name, new makers[name](this));
    }
    return this.#views.get(name);
  }

  // ---- what comes

  #answered(answer, restarted, asked) {
    const question = JSON.stringify(asked);
    if (this.connection.paused && !restarted && question === this.#shown) {
      return; // asked before the pause: what is shown stays
    }
    this.#shown = question;
    if (restarted) {
      this.#views.clear();
      this.#notice(`The program was started anew (process ${answer.program.pid}): all numbers begin again.`);
      if (this.#view instanceof TaskView) {
        this.go('tasks');
      } else {
        this.#route();
      }
    }
    setText(byId('program'), `${answer.program.command} · process ${answer.program.pid} · up ${duration(answer.program.uptime)}`);
    this.#runtimes(answer);
    if (!answer.overview) {
      this.#notice('This program has no runtime at the moment.');
      return;
    }
    this.#pulse(answer.overview);
    if (answer.view && asked.view === this.#view.parameters().view && (asked.id ?? '') === (this.#view.id ?? '')) {
      this.#view.show(answer.view, answer);
    }
  }

  #runtimes({ runtimes, overview }) {
    const select = byId('runtime');
    const names = runtimes.map(({ name, ended }) => name + (ended ? ' (ended)' : ''));
    if (select.shown !== names.join('\n')) {
      select.shown = names.join('\n');
      select.replaceChildren(...runtimes.map(({ name }, i) => el('option', { value: name }, names[i])));
    }
    byId('runtime-choice').hidden = runtimes.length < 2;
    if (overview && document.activeElement !== select) {
      select.value = overview.runtime;
    }
  }

  #makePulse() {
    const number = (key, title, hint) => {
      const value = el('span.value', null, '–');
      const more = el('span.more');
      const spark = new Sparkline(title);
      const box = el(`div.number-box.${key}`, { title: hint }, el('h2', null, title), el('p', null, value, more), spark.element);
      byId('pulse').append(box);
      this.#numbers[key] = { value, more, spark, box };
    };
    number('live', 'Tasks', 'Tasks that have not ended');
    number('polls', 'Polls a second', 'How often tasks were polled in the last second');
    number('busy', 'Busy workers', 'Workers that were awake, on average over the last second');
    const value = el('span.value', null, '–');
    const more = el('span.more');
    const box = el('a.number-box.warnings', { href: '#/warnings', title: 'All warnings (!)' }, el('h2', null, 'Warnings'), el('p', null, value, more));
    byId('pulse').append(box);
    this.#numbers.warnings = { value, more, box };
  }

  #pulse(overview) {
    const { live, polls, busy, warnings } = this.#numbers;
    setText(live.value, amount(overview.live));
    setText(live.more, overview.oneOf === 1 ? `${amount(overview.spawns)} spawned/s` : `1 of ${count(overview.oneOf)} is watched`);
    live.box.classList.toggle('sampled', overview.oneOf !== 1);
    live.spark.show(overview.history.live);
    setText(polls.value, amount(overview.polls));
    setText(polls.more, overview.injected ? `${amount(overview.injected)} queued` : '');
    polls.spark.show(overview.history.polls);
    setText(busy.value, overview.busy.toFixed(1));
    setText(busy.more, `of ${overview.workers}${overview.blocked ? `, ${overview.blocked} blocked` : ''}`);
    busy.box.classList.toggle('alarm', overview.blocked > 0);
    busy.spark.show(overview.history.busy, 1000 * overview.workers);
    setText(warnings.value, count(overview.warnings));
    setText(warnings.more, overview.warnings ? 'look' : 'all is well');
    warnings.box.classList.toggle('alarm', overview.warnings > 0);
  }

  #status(status, text) {
    const words = {
      live: 'Live',
      paused: 'Paused',
      lost: 'The program does not answer. What is shown is from before; trying again…',
      refused: text,
    };
    setText(byId('status'), words[status]);
    byId('status').className = `status ${status}`;
    document.body.classList.toggle('stale', status === 'lost' || status === 'refused');
  }

  #notice(text) {
    const notice = byId('notice');
    setText(notice, text);
    notice.hidden = false;
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => { notice.hidden = true; }, 12_000);
  }

  // ---- what one does

  #makeTabs() {
    for (const [name, title, key] of TABS) {
      byId('tabs').append(el('a', { href: `#/${name}`, 'data-view': name, 'aria-keyshortcuts': key }, title, el('kbd', { 'aria-hidden': 'true' }, key)));
    }
  }

  #makeKeys() {
    for (const [keys, what] of KEYS) {
      byId('keys-list').append(el('div', null, el('dt', null, ...keys.split(/ +/).map((key) => el('kbd', null, key))), el('dd', null, what)));
    }
  }

  #makeTools() {
    byId('pause').addEventListener('click', () => this.#pause());
    byId('theme').addEventListener('click', () => this.#turnTheme());
    byId('help').addEventListener('click', () => byId('keys').showModal());
    byId('runtime').addEventListener('change', (event) => {
      this.#runtime = event.target.value;
      sessionStorage.setItem('runtime', this.#runtime);
      this.refresh();
    });
    this.#theme(localStorage.getItem('theme') ?? 'system');
  }

  #pause() {
    const paused = !this.connection.paused;
    setAttribute(byId('pause'), 'aria-pressed', String(paused));
    setText(byId('pause'), paused ? 'Go on' : 'Pause');
    this.connection.setPaused(paused);
  }

  #turnTheme() {
    const order = ['system', 'dark', 'light'];
    this.#theme(order[(order.indexOf(document.documentElement.dataset.theme) + 1) % order.length]);
  }

  #theme(theme) {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('theme', theme);
    setText(byId('theme'), { system: 'Auto', dark: 'Dark', light: 'Light' }[theme]);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || byId('keys').open) {
      return;
    }
    const typing = event.target.matches('input[type=search], select');
    if (event.key === 'Escape') {
      if (typing) {
        event.target.blur();
        this.#view.table?.scroller.focus({ preventScroll: true });
      } else if (location.hash.startsWith('#/task/')) { // the view follows only after the event
        this.go('tasks');
      }
      return;
    }
    if (typing) {
      if (event.key === 'Enter' && this.#view.table) {
        this.#view.table.scroller.focus({ preventScroll: true });
        this.#view.table.first();
      }
      return;
    }
    const onControl = event.target.matches('button, a, summary, input') && (event.key === 'Enter' || event.key === ' ');
    if (!onControl && this.#act(event)) {
      event.preventDefault();
    }
  }

  #act(event) {
    const tab = TABS.find(([, , key]) => key === event.key);
    if (tab) {
      this.go(tab[0]);
      return true;
    }
    switch (event.key) {
      case ' ': this.#pause(); return true;
      case 'd': this.#turnTheme(); return true;
      case '?': byId('keys').showModal(); return true;
      default: return this.#view.key?.(event) ?? false;
    }
  }
}

new Page();
