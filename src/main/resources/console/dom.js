// Elements are made here and nowhere else. Text becomes text nodes: nothing that came from outside is ever markup.

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "value" || name === "checked" || name === "selected") node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

function add(node, child) {
  if (child === null || child === undefined || child === false) return;
  if (Array.isArray(child)) child.forEach((each) => add(node, each));
  else node.append(child instanceof Node ? child : String(child));
}

/** An element with attributes (handlers are on…) and children: nodes, text, lists of these, or nothing. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) set(node, name, value);
  add(node, children);
  return node;
}

/** Replaces what is in a node. */
export function fill(node, ...children) {
  node.replaceChildren();
  add(node, children);
  return node;
}

/** A labelled input of a form. */
export function field(label, name, props = {}) {
  const { options, hint, ...rest } = props;
  const input = options
    ? h("select", { name, ...rest }, options.map((o) => {
        const [value, text] = Array.isArray(o) ? o : [o, o];
        return h("option", { value, selected: value === (props.value ?? "") }, text);
      }))
    : h("input", { name, type: "text", autocomplete: "off", spellcheck: "false", ...rest });
  return h("label", { class: "field" }, h("span", {}, label), input, hint && h("small", {}, hint));
}

/** What a form's inputs hold, without those that are empty. */
export function values(form) {
  const all = {};
  for (const [name, value] of new FormData(form)) {
    const text = String(value).trim();
    if (text !== "") all[name] = text;
  }
  return all;
}

/** A section with a heading. */
export function panel(title, ...children) {
  return h("section", { class: "panel" }, h("h2", {}, title), children);
}

export function empty(text) {
  return h("p", { class: "empty" }, text);
}

export function loading() {
  return h("p", { class: "empty loading", "aria-busy": "true" }, "Loading…");
}

/** Says for a moment that something was done, or was not. */
export function toast(text, bad = false, link = null) {
  const node = h("div", { class: bad ? "toast bad" : "toast" }, text, link && [" ", h("a", { href: link[0] }, link[1])]);
  const box = document.getElementById("toasts");
  box.append(node);
  while (box.children.length > 4) box.firstChild.remove();
  setTimeout(() => node.remove(), bad ? 12000 : 6000);
}

/** A payload or another value for reading: JSON on several lines where it is JSON. */
export function pretty(value) {
  let text = value;
  if (typeof value === "string") {
    try {
      text = JSON.stringify(JSON.parse(value), null, 2);
    } catch (e) {
      text = value;
    }
  } else {
    text = JSON.stringify(value, null, 2);
  }
  return h("pre", { class: "payload", tabindex: "0", role: "group", "aria-label": "JSON" }, text ?? "");
}
