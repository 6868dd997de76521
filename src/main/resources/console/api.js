// Calls of the admin API.

const TOKEN = "centrifuge.token";
const OPERATOR = "centrifuge.operator";
let ask = async () => null;

function kept(name) {
  try {
    return sessionStorage.getItem(name);
  } catch (e) {
    return null;
  }
}

function keep(name, value) {
  try {
    sessionStorage.setItem(name, value);
  } catch (e) {
    // Then it is asked for again.
  }
}

/** Who to ask for the token: returns it, or null. */
export function onUnauthorized(asker) {
  ask = asker;
}

export const operator = () => kept(OPERATOR) || "";
export const callMe = (name) => keep(OPERATOR, name);

/** Why a call was refused, or that nobody answered (status 0). */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export function headers(more = {}) {
  const all = { ...more };
  if (kept(TOKEN)) all.authorization = `Bearer ${kept(TOKEN)}`;
  if (operator()) all["x-centrifuge-operator"] = operator();
  return all;
}

export function query(path, params = {}) {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

let asking = null;

/** Asks for the token, once however many calls want it; false if there is none to be had. */
export function authorize() {
  asking ??= (async () => {
    const token = await ask();
    if (token) keep(TOKEN, token);
    return Boolean(token);
  })().finally(() => (asking = null));
  return asking;
}

async function detail(response) {
  try {
    return (await response.json()).detail || response.statusText;
  } catch (e) {
    return `the answer is not of a gateway (${response.status})`;
  }
}

/** A fetch that asks for the token where it is wanted, and throws what is refused. */
export async function request(path, options = {}) {
  for (;;) {
    let response;
    try {
      response = await fetch(path, { cache: "no-store", ...options, headers: headers(options.headers) });
    } catch (e) {
      if (e.name === "AbortError") throw e;
      throw new Refused(0, "the gateway does not answer");
    }
    if (response.ok) return response;
    if (response.status === 401 && (await authorize())) continue;
    throw new Refused(response.status, await detail(response));
  }
}

export async function get(path, params, signal) {
  return (await request(query(path, params), { signal })).json();
}

export async function post(path, body = {}) {
  const options = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return (await request(path, options)).json();
}

export async function remove(path) {
  return (await request(path, { method: "DELETE" })).json();
}
