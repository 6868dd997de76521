// The gateway's server-sent events. Read by fetch, because an EventSource cannot send the token.

import { Refused, authorize, query, request } from "./api.js";

const QUIET = 25000;
const FIRST = 500;
const LONGEST = 10000;

/** Cuts a text of server-sent events into events as it comes. */
export class Parser {
  constructor(take) {
    this.take = take;
    this.rest = "";
  }

  push(text) {
    this.rest += text;
    let end;
    while ((end = this.rest.indexOf("\n\n")) >= 0) {
      const block = this.rest.slice(0, end);
      this.rest = this.rest.slice(end + 2);
      let name = "message";
      let data = "";
      for (const line of block.split("\n")) {
        if (line.startsWith("event: ")) name = line.slice(7);
        else if (line.startsWith("data: ")) data += line.slice(6);
      }
      if (data) this.take(name, JSON.parse(data));
    }
  }
}

/** One stream at a time, opened again when it ends; closed while nobody looks at the page. */
export class Live {
  /** @param state told "live", "connecting" or "gone", with why and when it is tried again */
  constructor(state) {
    this.state = state;
    this.wanted = null;
    this.abort = null;
    this.timer = 0;
    this.wait = FIRST;
    this.goneSince = 0;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.pause() : this.open()));
  }

  /** Watches these topics instead of those before. */
  watch(topics, params, take) {
    this.wanted = { url: query("/v1/stream", { topics: topics.join(","), ...params }), take };
    this.wait = FIRST;
    this.open();
  }

  pause() {
    clearTimeout(this.timer);
    this.abort?.abort();
    this.abort = null;
  }

  open() {
    this.pause();
    if (!this.wanted || document.hidden) return;
    const abort = new AbortController();
    this.abort = abort;
    if (!this.goneSince) this.state("connecting");
    this.read(this.wanted, abort).catch((why) => {
      if (this.abort === abort) this.lost(why);
    });
  }

  async read({ url, take }, abort) {
    let watchdog = setTimeout(() => abort.abort("quiet"), QUIET);
    try {
      const response = await request(url, { signal: abort.signal });
      this.wait = FIRST;
      this.goneSince = 0;
      this.state("live");
      const parser = new Parser((name, data) => this.abort === abort && take(name, data));
      const text = new TextDecoder();
      for (const reader = response.body.getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) throw new Refused(0, "the gateway closed the stream");
        clearTimeout(watchdog);
        watchdog = setTimeout(() => abort.abort("quiet"), QUIET);
        parser.push(text.decode(value, { stream: true }));
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  lost(why) {
    this.goneSince ||= Date.now();
    const wait = this.wait;
    this.wait = Math.min(LONGEST, this.wait * 2);
    this.state("gone", { why: why instanceof Refused ? why.message : "the connection was lost", since: this.goneSince, wait });
    this.timer = setTimeout(() => this.open(), wait);
  }

  /** Tries again now; asks for the token again where that was what was missing. */
  async retry(unauthorized) {
    if (unauthorized) await authorize();
    this.wait = FIRST;
    this.open();
  }
}
