// The same with the CloudEvents SDK for JavaScript, a third of the events in each mode. Options as of check.mjs.
import { randomUUID } from 'node:crypto';
import { CloudEvent, HTTP } from 'cloudevents';
import { check } from './common.mjs';

const BATCH = 20;

await check('cloudevents', async ({ ingest, key, events }) => {
  const all = Array.from(
    { length: events },
    (_, number) =>
      new CloudEvent({
        id: randomUUID(),
        source: '/shop',
        type: 'order.paid',
        subject: `user-${number}`,
        data: { plan: 'größer & <besser>', number },
      }),
  );
  const post = async ({ headers, body }) => {
    const response = await fetch(new URL('/v1/events', ingest), {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${key}` },
      body,
    });
    if (!response.ok) {
      throw new Error(`the gateway answered ${response.status}: ${await response.text()}`);
    }
  };
  const third = Math.ceil(events / 3);
  for (const event of all.slice(0, third)) {
    await post(HTTP.binary(event));
  }
  for (const event of all.slice(third, 2 * third)) {
    await post(HTTP.structured(event));
  }
  // The SDK reads batches but has no writer for them: their body is an array of what it writes in structured mode.
  const rest = all.slice(2 * third);
  for (let from = 0; from < rest.length; from += BATCH) {
    const batch = rest.slice(from, from + BATCH).map((event) => HTTP.structured(event).body);
    await post({ headers: { 'content-type': 'application/cloudevents-batch+json' }, body: `[${batch}]` });
  }
  return all.map((event) => event.id);
});
