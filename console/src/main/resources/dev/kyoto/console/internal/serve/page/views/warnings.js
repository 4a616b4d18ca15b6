import { el, keyed, setText } from '../elements.js';
import { duration } from '../words.js';

/** One warning, as a card: what, of whom, what was seen, what to do, and where. */
export function warningCard(page) {
  return {
    create: (warning) => {
      const card = el(`article.warning.${warning.kind.toLowerCase()}`);
      card.text = el('p.seen');
      card.age = el('span.quiet.age');
      card.stack = el('pre');
      card.details = el('details', null, el('summary', null, 'Where'), card.stack);
      const subject = warning.task
        ? el('a.subject', { href: `#/task/${warning.task}` }, `task ${warning.task}`, el('span.quiet', null, ` ${warning.subject}`))
        : el('span.subject', null, warning.subject);
      card.append(
        el('header', null, el('h3', null, warning.title), subject, card.age),
        card.text,
        el('p.cure', null, warning.cure),
        card.details);
      return card;
    },
    update: (card, warning) => {
      setText(card.text, warning.text);
      setText(card.age, `for ${duration(warning.age)}`);
      card.details.hidden = warning.stack.length === 0;
      setText(card.stack, warning.stack.join('\n'));
    },
    key: (warning) => `${warning.kind} ${warning.task} ${warning.subject}`,
  };
}

/** All warnings. */
export class WarningsView {
  constructor(page) {
    this.card = warningCard(page);
    this.list = el('div.cards');
    this.none = el('p.empty', { hidden: true }, 'No warnings. Every task gives way, and nothing is stuck, as far as can be seen.');
    this.element = el('section.view', { 'aria-label': 'Warnings' }, this.none, this.list);
  }

  parameters() {
    return { view: 'warnings' };
  }

  show({ warnings }) {
    this.none.hidden = warnings.length > 0;
    keyed(this.list, warnings, this.card.key, this.card.create, this.card.update);
  }
}
