// Numbers and times as people read them. Always as many digits as fit, so that columns stay as wide as they are.

const thousands = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function count(number) {
  return thousands.format(Math.round(number));
}

/** 12,345 as it is; from a hundred thousand on, 123 k and 1.23 M. */
export function amount(number) {
  if (number < 10 && !Number.isInteger(number)) {
    return number.toFixed(1);
  }
  if (number < 99_999.5) {
    return count(number);
  }
  return number < 999_500 ? `${digits(number / 1e3)} k` : number < 999_500_000 ? `${digits(number / 1e6)} M` : `${digits(number / 1e9)} G`;
}

function digits(number) {
  return number >= 99.95 ? number.toFixed(0) : number >= 9.995 ? number.toFixed(1) : number.toFixed(2);
}

/** Nanoseconds: 870 ns, 4.21 µs, 312 ms, 1.24 s, 3 m 07 s, 2 h 03 m, 4 d 11 h. */
export function duration(nanos) {
  if (nanos < 1) {
    return '0';
  }
  if (nanos < 999.5) {
    return `${Math.round(nanos)} ns`;
  }
  if (nanos < 999_500) {
    return `${digits(nanos / 1e3)} µs`;
  }
  if (nanos < 999_500_000) {
    return `${digits(nanos / 1e6)} ms`;
  }
  const seconds = nanos / 1e9;
  if (seconds < 59.95) {
    return `${digits(seconds)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} m ${two(whole % 60)} s`;
  }
  if (whole < 86_400) {
    return `${Math.floor(whole / 3600)} h ${two(Math.floor(whole / 60) % 60)} m`;
  }
  return `${Math.floor(whole / 86_400)} d ${two(Math.floor(whole / 3600) % 24)} h`;
}

function two(number) {
  return String(number).padStart(2, '0');
}

export function percent(share) {
  return `${Math.round(100 * share)} %`;
}

export function plural(number, noun) {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Of "com.example.Server.serve, Server.java:44" the part that tells most: "serve" and "Server.java:44". */
export function shortSite(site) {
  const block = /^(.*\.)?([^.]+\.[^.,]+), (.+)$/.exec(site);
  if (block) {
    return { what: block[2], where: block[3] };
  }
  const type = site.replace(/\$\$Lambda.*$/, '').split('.');
  return { what: type[type.length - 1], where: type.slice(0, -1).join('.') };
}

/** {class, method, file, line} as {what, where}. */
export function position(at) {
  const type = at.class.split('.').pop().replaceAll('$', '.');
  return { what: `${type}.${at.method}`, where: at.file ? `${at.file}${at.line > 0 ? `:${at.line}` : ''}` : at.class };
}
