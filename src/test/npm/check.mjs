// Sends events with Segment's own client for Node.js, unchanged, through a running gateway to a running
// `centrifuge sink`, and checks that each arrived once, with the message id that the client made.
//
//   node check.mjs [--ingest URL] [--key WRITE_KEY] [--sink URL] [--events N] [--seconds N]
//
// --sink is the URL of the gateway's destination, on the sink.
import { Analytics } from '@segment/analytics-node';
import { call, check } from './common.mjs';

await check('check', async ({ ingest, key, events }) => {
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
  return ids;
});
