// Sends events with Segment's own client for Node.js, unchanged, through a running gateway to a running
// `centrifuge sink`, and checks that each arrived once, with the message id that the client made.
//
//   node check.mjs [--ingest URL] [--key WRITE_KEY] [--sink URL] [--events N] [--seconds N]
//
// --sink is the URL of the gateway's destination, on the sink. Exit code 0: each event arrived once; 1: not so; 2: wrong
// usage.
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { Analytics } from '@segment/analytics-node';

const AT_ONCE = 50;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        ingest: { type: 'string', default: 'http://127.0.0.1:8080' },
        key: { type: 'string', default: 'demo-write-key' },
        sink: { type: 'string', default: 'http://127.0.0.1:9000/' },
        events: { type: 'string', default: '600' },
        seconds: { type: 'string', default: '30' },
      },
    });
    const whole = { events: Number(values.events), seconds: Number(values.seconds) };
    if (!(whole.events > 0 && whole.seconds > 0)) {
      throw new Error('--events and --seconds are numbers above 0');
    }
    return { ...values, ...whole, sink: new URL(values.sink) };
  } catch (wrong) {
    console.error(`check: ${wrong.message}`);
    process.exit(2);
  }
}

function call(analytics, number, told) {
  const userId = `user-${number}`;
  const some = { plan: 'größer & <besser>', number };
  switch (number % 6) {
    case 0:
      return analytics.track({ userId, event: 'Order Completed', properties: some }, told);
    case 1:
      return analytics.identify({ userId, traits: some }, told);
    case 2:
      return analytics.page({ anonymousId: userId, name: 'Home', properties: some }, told);
    case 3:
      return analytics.screen({ userId, name: 'Start', properties: some }, told);
    case 4:
      return analytics.group({ userId, groupId: `group-${number}`, traits: some }, told);
    default:
      return analytics.alias({ userId, previousId: `before-${number}` }, told);
  }
}

/** The ids of all events that the client says were taken. */
async function send({ ingest, key, events }) {
  const analytics = new Analytics({ writeKey: key, host: ingest, path: '/v1/batch', flushAt: 25 });
  const errors = [];
  analytics.on('error', (error) => errors.push(error));
  const ids = [];
  for (let number = 0; number < events; number++) {
    call(analytics, number, (error, context) => {
      if (error) {
        errors.push(error);
      } else {
        ids.push(context.event.messageId);
      }
    });
  }
  await analytics.closeAndFlush({ timeout: 30_000 });
  if (errors.length > 0) {
    const first = errors[0].reason ?? errors[0];
    throw new Error(`the client gave up ${errors.length} times, first: ${first.message ?? JSON.stringify(first)}`);
  }
  if (new Set(ids).size !== events) {
    throw new Error(`the client was told of ${new Set(ids).size} of ${events} events`);
  }
  return ids;
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

async function check(given) {
  const ids = await send(given);
  const end = Date.now() + given.seconds * 1000;
  let missing = ids;
  while (missing.length > 0 && Date.now() < end) {
    await sleep(200);
    const found = await counts(given.sink, missing);
    missing = missing.filter((id) => found.get(id) === 0);
  }
  const twice = [...(await counts(given.sink, ids))].filter(([, times]) => times > 1);
  if (missing.length > 0 || twice.length > 0) {
    throw new Error(
      `of ${ids.length} events ${missing.length} did not arrive (${missing[0] ?? '-'}), ` +
        `${twice.length} arrived more than once (${twice[0]?.[0] ?? '-'})`,
    );
  }
  console.log(`each of ${ids.length} events arrived once`);
}

try {
  await check(options());
} catch (failed) {
  console.error(`check: ${failed.message}`);
  process.exitCode = 1;
}
