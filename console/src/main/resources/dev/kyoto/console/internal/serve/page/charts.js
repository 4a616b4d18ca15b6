// Small pictures: a line of the last minutes, a histogram, a share. Drawn as SVG, without any library.

import { el, svg } from './elements.js';
import { count, duration } from './words.js';

const SECONDS = 90;

/** A line of one reading a second, as wide as its place; the newest at the right end. */
export class Sparkline {
  constructor(label, top) {
    this.top = top;
    this.area = svg('path', { class: 'area' });
    this.line = svg('path', { class: 'line' });
    this.element = svg(
      'svg',
      { class: 'sparkline', viewBox: `0 0 ${SECONDS - 1} 24`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${label}, the last ${SECONDS} seconds` },
      this.area,
      this.line);
  }

  show(values, top = this.top) {
    const shown = values.join();
    if (shown === this.shown) {
      return;
    }
    this.shown = shown;
    const most = top ?? Math.max(...values, 1) * 1.1;
    const points = values.map((value, i) => {
      const x = SECONDS - values.length + i;
      return `${x} ${(23 - 22 * Math.min(1, value / most)).toFixed(1)}`;
    });
    if (points.length < 2) {
      this.line.setAttribute('d', '');
      this.area.setAttribute('d', '');
      return;
    }
    const line = `M${points.join('L')}`;
    this.line.setAttribute('d', line);
    this.area.setAttribute('d', `${line}L${SECONDS - 1} 24L${SECONDS - values.length} 24Z`);
  }
}

/** How often something took how long; each bar is twice as long a time as the one before. */
export function histogram(title, times) {
  const { counts } = times;
  const first = counts.findIndex((value) => value > 0);
  let last = counts.length - 1;
  while (last > 0 && counts[last] === 0) {
    last--;
  }
  if (first < 0) {
    return el('figure.histogram', null, el('figcaption', null, title), el('p.quiet', null, 'Nothing yet.'));
  }
  const from = Math.max(0, Math.min(first, last - 7));
  const to = Math.min(counts.length - 1, Math.max(last, from + 7));
  const most = Math.max(...counts);
  const width = 100 / (to - from + 1);
  const bars = [];
  for (let i = from; i <= to; i++) {
    const height = counts[i] === 0 ? 0 : Math.max(2, (100 * counts[i]) / most);
    const low = i === 0 ? '0' : duration(times.first * 2 ** (i - 1));
    const high = i === counts.length - 1 ? 'and more' : `to ${duration(times.first * 2 ** i)}`;
    const bar = svg(
      'rect',
      { x: ((i - from) * width + width * 0.08).toFixed(2), y: (100 - height).toFixed(2), width: (width * 0.84).toFixed(2), height: height.toFixed(2) },
      svg('title', null, `${low} ${high}: ${count(counts[i])}`));
    bars.push(bar);
  }
  const facts = `median ${duration(times.median)}, 90 % ${duration(times.p90)}, 99 % ${duration(times.p99)}`;
  return el(
    'figure.histogram',
    null,
    el('figcaption', null, title, el('span.quiet', null, `at most: ${facts}`)),
    svg('svg', { viewBox: '0 0 100 100', preserveAspectRatio: 'none', role: 'img', 'aria-label': `${title}: ${facts}` }, ...bars),
    el(
      'div.axis',
      { 'aria-hidden': 'true' },
      el('span', null, from === 0 ? '0' : duration(times.first * 2 ** (from - 1))),
      el('span', null, duration(times.first * 2 ** Math.floor((from + to) / 2))),
      el('span', null, to === counts.length - 1 ? '…' : duration(times.first * 2 ** to))));
}

/** A bar in parts: [[name, value], …], each with its share. */
export function shares(parts) {
  const total = parts.reduce((sum, [, value]) => sum + value, 0) || 1;
  let x = 0;
  const rects = parts.map(([name, value]) => {
    const width = (100 * value) / total;
    const rect = svg('rect', { class: name, x: x.toFixed(3), y: 0, width: width.toFixed(3), height: 8 }, svg('title', null, `${name} ${duration(value)}`));
    x += width;
    return rect;
  });
  return svg('svg', { class: 'shares', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, ...rects);
}
