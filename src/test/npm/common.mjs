// What the checks share: their options, and whether each event that was sent arrived once.
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

const AT_ONCE = 50;

/** The options of a check; ends the process with exit code 2 where they are wrong. */
export function options(name, more) {
  try {
    const { values } = parseArgs({
      options: {
        ingest: { type: 'string', default: 'http://127.0.0.1:8080' },
        key: { type: 'string', default: 'demo-write-key' },
        sink: { type: 'string', default: 'http://127.0.0.1:9000/' },
        events: { type: 'string', default: '600' },
        seconds: { type: 'string', default: '30' },
        ...more,
      },
    });
    const whole = { events: Number(values.events), seconds: Number(values.seconds) };
    if (!(whole.events > 0 && whole.seconds > 0)) {
      throw new Error('--events and --seconds are numbers above 0');
    }
    return { ...values, ...whole, sink: new URL(values.sink) };
  } catch (wrong) {
    console.error(`${name}: ${wrong.message}`);
    process.exit(2);
  }
}

async function count(sink, id) {
  const query = new URLSearchParams({ path: sink.pathname, id });
  const response = await fetch(new URL(`/_sink/count?${query}`, sink));
  if (!response.ok) {
    throw new Error(`the sink answered ${response.status}`);
  }
  return Number(await response.text());
}

async function counts(sink, ids) {
  const all = new Map();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const answers = await Promise.all(some.map((id) => count(sink, id)));
    some.forEach((id, i) => all.set(id, answers[i]));
  }
  return all;
}

async function eachArrivesOnce(ids, { sink, seconds }) {
  const end = Date.now() + seconds * 1000;
  let missing = ids;
  while (missing.length > 0 && Date.now() < end) {
    await sleep(200);
    const found = await counts(sink, missing);
    missing = missing.filter((id) => found.get(id) === 0);
  }
  const twice = [...(await counts(sink, ids))].filter(([, times]) => times > 1);
  if (missing.length > 0 || twice.length > 0) {
    throw new Error(
      `of ${ids.length} events ${missing.length} did not arrive (${missing[0] ?? '-'}), ` +
        `${twice.length} arrived more than once (${twice[0]?.[0] ?? '-'})`,
    );
  }
}

/**
 * Runs a check: `send` gets the options and gives the message ids of all that the client says was taken. Exit code 0: each
 * event arrived once; 1: not so; 2: wrong usage.
 */
export async function check(name, send, more = {}) {
  const given = options(name, more);
  try {
    const ids = await send(given);
    if (new Set(ids).size !== given.events) {
      throw new Error(`the client was told of ${new Set(ids).size} of ${given.events} events`);
    }
    await eachArrivesOnce(ids, given);
    console.log(`each of ${ids.length} events arrived once`);
  } catch (failed) {
    console.error(`${name}: ${failed.message}`);
    process.exitCode = 1;
  }
}

/** Calls a Segment-like client, the kinds of calls in turn. */
export function call(analytics, number, ...more) {
  const userId = `user-${number}`;
  const some = { plan: 'größer & <besser>', number };
  switch (number % 6) {
    case 0:
      return analytics.track({ userId, event: 'Order Completed', properties: some, ...more[1] }, more[0]);
    case 1:
      return analytics.identify({ userId, traits: some, ...more[1] }, more[0]);
    case 2:
      return analytics.page({ anonymousId: userId, name: 'Home', properties: some, ...more[1] }, more[0]);
    case 3:
      return analytics.screen({ userId, name: 'Start', properties: some, ...more[1] }, more[0]);
    case 4:
      return analytics.group({ userId, groupId: `group-${number}`, traits: some, ...more[1] }, more[0]);
    default:
      return analytics.alias({ userId, previousId: `before-${number}`, ...more[1] }, more[0]);
  }
}
