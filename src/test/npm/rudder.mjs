// The same with RudderStack's client for Node.js, which gzips and calls that a form. Options as of check.mjs.
import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import { call, check } from './common.mjs';

const RudderAnalytics = createRequire(import.meta.url)('@rudderstack/rudder-sdk-node');

await check('rudder', async ({ ingest, key, events }) => {
  const Client = RudderAnalytics.default ?? RudderAnalytics;
  const errors = [];
  const analytics = new Client(key, {
    dataPlaneUrl: ingest,
    flushAt: 25,
    flushInterval: 200,
    maxInternalQueueSize: events + 1,
    errorHandler: (error) => errors.push(error),
  });
  const ids = [];
  const told = Array.from({ length: events }, (_, number) => {
    const messageId = `rudder-${randomUUID()}`;
    return new Promise((resolve, reject) => {
      call(
        analytics,
        number,
        (error) => {
          if (error) {
            reject(error);
          } else {
            ids.push(messageId);
            resolve();
          }
        },
        { messageId },
      );
    });
  });
  await Promise.all(told);
  if (errors.length > 0) {
    throw new Error(`the client gave up ${errors.length} times, first: ${errors[0].message}`);
  }
  return ids;
});
