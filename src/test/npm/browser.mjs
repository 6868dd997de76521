// The same with Segment's client for browsers in a headless Chromium, on a page of another origin than the gateway's: half
// of the events one by one, half in batches. Nothing is set but `cdnURL`: the rest the client learns from the gateway's
// settings. Options as of check.mjs, and --chromium PATH where none of the usual names is on the PATH.
import { createServer } from 'node:http';
import { createReadStream, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import { check } from './common.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const UMD = path.join(path.dirname(createRequire(import.meta.url).resolve('@segment/analytics-next/package.json')), 'dist/umd');

function chromium(given) {
  const places = process.env.PATH.split(path.delimiter).flatMap((dir) => NAMES.map((name) => path.join(dir, name)));
  const found = given ?? places.find(existsSync);
  if (!found) {
    throw new Error('there is no Chromium on the PATH; --chromium says where one is');
  }
  return found;
}

/** Serves a page that loads the client. */
async function page() {
  const server = createServer((request, response) => {
    const file = path.join(UMD, path.basename(request.url));
    if (request.url.startsWith('/umd/') && existsSync(file)) {
      response.setHeader('content-type', 'text/javascript');
      createReadStream(file).pipe(response);
    } else {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>page</title><script src="/umd/index.js"></script>');
    }
  });
  await new Promise((listening) => server.listen(0, 'localhost', listening));
  return server;
}

/** Runs in the page. */
async function send(ingest, key, events, first, batching) {
  const integrations = batching
    ? { 'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 10, timeout: 300 } } } }
    : {};
  const load = window.AnalyticsNext.AnalyticsBrowser.load({ writeKey: key, cdnURL: ingest }, { integrations });
  const [analytics] = await load;
  const contexts = [];
  for (let number = first; number < first + events; number++) {
    const some = { plan: 'größer & <besser>', number };
    contexts.push(
      await [
        () => analytics.track('Order Completed', some),
        () => analytics.identify(`user-${number}`, some),
        () => analytics.page('Home', some),
        () => analytics.group(`group-${number}`, some),
      ][number % 4](),
    );
  }
  const failed = contexts.find((context) => context.failedDelivery());
  if (failed) {
    throw new Error(String(failed.failedDelivery().reason));
  }
  return contexts.map((context) => context.event.messageId);
}

await check(
  'browser',
  async ({ ingest, key, events, chromium: given }) => {
    const server = await page();
    const browser = await puppeteer.launch({
      executablePath: chromium(given),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    try {
      const ids = [];
      const complaints = [];
      const half = Math.floor(events / 2);
      for (const [first, many, batching] of [
        [0, half, false],
        [half, events - half, true],
      ]) {
        const tab = await browser.newPage();
        tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        await tab.goto(`http://localhost:${server.address().port}/`);
        ids.push(...(await tab.evaluate(send, ingest, key, many, first, batching)));
        if (batching) {
          await tab.waitForNetworkIdle({ idleTime: 1_000 });
        }
      }
      const ours = complaints.filter((text) => !text.includes('favicon'));
      if (ours.length > 0) {
        throw new Error(`the browser complained: ${ours[0]}`);
      }
      return ids;
    } finally {
      await browser.close();
      server.close();
    }
  },
  { chromium: { type: 'string' } },
);
