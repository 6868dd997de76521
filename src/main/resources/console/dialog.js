// Questions. Dialogs are the browser's own: they trap the focus, close by Escape, and give the focus back.

import { h, field, values } from "./dom.js";
import { callMe, operator } from "./api.js";

/** Shows a dialog; what it resolves to is the form's values, or null where it was closed. */
export function dialog({ title, body, fields = [], yes, danger = false, no = "Cancel" }) {
  return new Promise((resolve) => {
    const form = h("form", { method: "dialog" },
      h("h2", { id: "dialog-title" }, title),
      body,
      fields,
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "quiet", onclick: () => box.close() }, no),
        yes && h("button", { type: "submit", class: danger ? "danger" : "primary", value: "yes" }, yes)));
    const box = h("dialog", { "aria-labelledby": "dialog-title" }, form);
    let answer = null;
    form.addEventListener("submit", () => (answer = values(form)));
    box.addEventListener("close", () => {
      box.remove();
      resolve(answer);
    });
    document.body.append(box);
    box.showModal();
    form.querySelector("input, button.primary, button.danger")?.focus();
  });
}

/** Asks before something is done; resolves to {note} with the note perhaps missing, or null. @param note whether to ask why */
export async function confirm({ title, body, yes, danger, note = false }) {
  const answer = await dialog({
    title, body, yes, danger,
    fields: [
      note && field("Note for the audit trail", "note", { maxlength: 200 }),
      field("Your name", "operator", { maxlength: 64, value: operator(), pattern: "[\\p{L}\\p{N} ._@+\\-]{0,64}" }),
    ],
  });
  if (!answer) return null;
  if (answer.operator) callMe(answer.operator);
  return answer.note ? { note: answer.note } : {};
}

/** Asks for the admin token; resolves to it, or null. */
export async function askToken(again) {
  const answer = await dialog({
    title: "Admin token",
    body: h("p", {}, again
      ? "The gateway did not take that token."
      : "This gateway wants its admin token. It is kept for this tab, until it is closed."),
    fields: [field("Token", "token", { type: "password", required: true, autocomplete: "off" })],
    yes: "Continue",
  });
  return answer?.token ?? null;
}
