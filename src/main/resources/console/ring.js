// The newest points of a plot: a page that is left open for a week holds as many as after ten minutes.

export class Ring {
  /** @param size how many points are kept; @param width how many values each has */
  constructor(size, width) {
    this.size = size;
    this.columns = Array.from({ length: width + 1 }, () => []);
  }

  clear() {
    this.columns.forEach((column) => (column.length = 0));
  }

  /** A point at x, later than those before; one at the same x takes its place. */
  push(x, values) {
    const [xs] = this.columns;
    const last = xs.length - 1;
    if (last >= 0 && x < xs[last]) return;
    const at = last >= 0 && x === xs[last] ? last : xs.length;
    [x, ...values].forEach((value, i) => (this.columns[i][at] = value ?? null));
    if (xs.length > this.size) this.columns.forEach((column) => column.shift());
  }

  data() {
    return this.columns;
  }
}
