// Making and changing elements. Text only ever goes in as text: names come from the program that is looked at.

/** el('p.note', {title: '…'}, 'text', child): attributes that are null are left out; functions are listeners. */
export function el(tag, attributes, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name || 'div');
  if (classes.length) {
    element.className = classes.join(' ');
  }
  return fill(element, attributes, children);
}

/** The same of SVG. */
export function svg(name, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') {
      element.addEventListener(key, value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Only touches the page where something has changed: no flicker, and no work for who reads it aloud. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

/** Lets the children of `parent` be one for each item, in their order; those that stay are the same elements. */
export function keyed(parent, items, key, create, update) {
  const known = parent.keyedChildren ?? (parent.keyedChildren = new Map());
  const wanted = new Set();
  let place = parent.firstChild;
  for (const item of items) {
    const id = String(key(item));
    if (wanted.has(id)) {
      continue;
    }
    wanted.add(id);
    let child = known.get(id);
    if (!child) {
      child = create(item);
      known.set(id, child);
    }
    if (child === place) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(child, place);
    }
    update?.(child, item);
  }
  for (const [id, child] of known) {
    if (!wanted.has(id)) {
      child.remove();
      known.delete(id);
    }
  }
}

/** Makes it anew only if what it shows has changed. */
export function whenChanged(element, shown, make) {
  const text = JSON.stringify(shown);
  if (element.shown !== text) {
    element.shown = text;
    element.replaceChildren(...make());
  }
}

const SHAPES = {
  RUNNING: ['Running', 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11Z'],
  SCHEDULED: ['Scheduled', 'M3 2.5L13 8L3 13.5Z'],
  IDLE: ['Idle', 'M8 3.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 0 0 0-9.6Z'],
  ENDED: ['Ended', 'M3.5 8H12.5'],
  AWAKE: ['Awake', 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11Z'],
  ASLEEP: ['Asleep', 'M8 3.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 0 0 0-9.6Z'],
  BLOCKED: ['Blocked', 'M2.8 2.8H13.2V13.2H2.8Z'],
  UNUSED: ['Spare', 'M3.5 8H12.5'],
};

/** A state, as a shape and a colour, with its name beside it or for who does not see it. */
export function state(name, withWord) {
  const [word, path] = SHAPES[name] ?? [name, ''];
  const shape = svg('svg', { viewBox: '0 0 16 16', class: 'shape', 'aria-hidden': 'true' }, svg('path', { d: path }));
  const label = el(withWord ? 'span.word' : 'span.unseen', null, word);
  return el(`span.state.${name.toLowerCase()}`, { title: word }, shape, label);
}

/** Changes what `state` has made. */
export function setState(holder, name, withWord) {
  if (holder.stateShown !== name) {
    holder.stateShown = name;
    holder.replaceChildren(state(name, withWord));
  }
}
