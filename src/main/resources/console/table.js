// Tables whose rows stay the same elements while what they show changes: focus and selection survive.

import { h, fill } from "./dom.js";

export class Table {
  /**
   * @param columns {name, cell(item), num, grow, bare}: num aligns to the right, bare has no label on a narrow screen
   * @param key what tells an item from others
   */
  constructor({ caption, columns, key }) {
    this.columns = columns;
    this.key = key;
    this.rows = new Map();
    this.body = h("tbody", {});
    this.node = h("div", { class: "scroll" },
      h("table", {}, h("caption", { class: "unseen" }, caption),
        h("thead", {}, h("tr", {}, columns.map((c) => h("th", { scope: "col", class: kind(c) }, c.head ?? c.name)))),
        this.body));
  }

  /** Shows these items in this order. */
  show(items) {
    const rows = new Map();
    for (const item of items) {
      const key = String(this.key(item));
      const row = this.rows.get(key) ?? { node: h("tr", { "data-row": key, tabindex: "-1" }), shown: null };
      const text = JSON.stringify(item);
      if (row.shown !== text || this.columns.some((c) => c.ages)) this.draw(row, item);
      row.shown = text;
      rows.set(key, row);
    }
    for (const [key, row] of this.rows) if (!rows.has(key)) row.node.remove();
    this.rows = rows;
    let at = this.body.firstChild;
    for (const { node } of rows.values()) {
      if (node === at) at = at.nextSibling;
      else this.body.insertBefore(node, at);
    }
    const [first] = rows.values();
    if (first && !this.body.querySelector("tr[tabindex='0']")) first.node.tabIndex = 0;
  }

  draw(row, item) {
    const cells = [...row.node.children];
    this.columns.forEach((column, i) => {
      const made = column.cell(item);
      if (!cells[i]) {
        row.node.append(h("td", { class: kind(column), "data-label": column.bare ? null : column.name }, made));
      } else if (made instanceof Node || Array.isArray(made)) {
        if (!column.once && !cells[i].contains(document.activeElement)) fill(cells[i], made);
      } else if (cells[i].textContent !== String(made ?? "")) {
        cells[i].textContent = made ?? "";
      }
    });
  }
}

function kind(column) {
  return [column.num && "num", column.grow && "grow", column.class].filter(Boolean).join(" ") || null;
}

/** Pages of a list that the gateway cuts: which one is shown, and the way there. */
export class Pages {
  constructor(turn) {
    this.before = [];
    this.cursor = null;
    this.next = null;
    this.turn = turn;
    this.back = h("button", { type: "button", class: "quiet", onclick: () => this.go(-1) }, "← Newer");
    this.on = h("button", { type: "button", class: "quiet", onclick: () => this.go(1) }, "Older →");
    this.text = h("span", { class: "dim" });
    this.node = h("div", { class: "pager" }, this.back, this.text, this.on);
    this.answered(0, null);
  }

  names(back, on) {
    this.back.textContent = back;
    this.on.textContent = on;
    return this;
  }

  go(by) {
    if (by > 0) {
      this.before.push(this.cursor);
      this.cursor = this.next;
    } else {
      this.cursor = this.before.pop() ?? null;
    }
    this.turn();
  }

  /** What came: how many, and the cursor of what follows. */
  answered(shown, next) {
    this.next = next ?? null;
    this.back.disabled = this.before.length === 0;
    this.on.disabled = this.next === null;
    this.node.hidden = this.back.disabled && this.on.disabled;
    this.text.textContent = `page ${this.before.length + 1}`;
  }
}
