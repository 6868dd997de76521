// Signatures, judged by Svix' own library: adds a destination that signs with two secrets to the gateway's configuration, plays
// it, and verifies each request with either secret; a request that was tampered with must not pass. The destination's file is
// removed at the end.
//
//   node svix.mjs [--ingest URL] [--key WRITE_KEY] [--conf DIR] [--events N] [--seconds N]
//
// --conf is the directory that the running gateway was started with.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'svix';
import { options } from './common.mjs';

const given = options('svix', {
  conf: { type: 'string', default: fileURLToPath(new URL('../../../conf', import.meta.url)) },
});
const secrets = [1, 2].map(() => `whsec_${randomBytes(24).toString('base64')}`);
const verifiers = secrets.map((secret) => new Webhook(secret));
const stranger = new Webhook(`whsec_${randomBytes(24).toString('base64')}`);
const arrived = new Map();
const faults = [];

function refuses(verifier, body, headers) {
  try {
    verifier.verify(body, headers);
    return false;
  } catch {
    return true;
  }
}

function judge(body, headers) {
  try {
    verifiers.forEach((verifier) => verifier.verify(body, headers));
    const id = { ...headers, 'webhook-id': `${headers['webhook-id']}x` };
    const time = { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) };
    if (![[`${body} `, headers], [body, id], [body, time]].every(([text, all]) => refuses(verifiers[0], text, all))) {
      throw new Error('a request that was tampered with passes');
    }
    if (!refuses(stranger, body, headers)) {
      throw new Error("another secret's signature passes");
    }
  } catch (fault) {
    faults.push(fault.message);
  }
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const server = createServer(async (request, response) => {
  const text = await body(request);
  judge(text, request.headers);
  const { messageId } = JSON.parse(text);
  arrived.set(messageId, (arrived.get(messageId) ?? 0) + 1);
  response.end();
});

async function post(messageId) {
  const response = await fetch(new URL('/v1/track', given.ingest), {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${given.key}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ messageId, userId: 'u', event: 'Größer & <besser>' }),
  });
  if (!response.ok) {
    throw new Error(`the gateway answered ${response.status}: ${await response.text()}`);
  }
}

async function until(condition, what) {
  const end = Date.now() + given.seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error(`${what} within ${given.seconds} s`);
    }
    await sleep(200);
  }
}

const file = path.join(given.conf, 'destinations', 'svix-check.json');
try {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  await writeFile(file, JSON.stringify({ url, privateNetwork: true, signing: { type: 'standard-webhooks', secrets } }));
  await until(async () => {
    await post(randomUUID());
    return arrived.size > 0;
  }, 'nothing arrived at the new destination');
  const ids = Array.from({ length: given.events }, () => randomUUID());
  for (const id of ids) {
    await post(id);
  }
  await until(() => ids.every((id) => arrived.has(id)), 'not all events arrived');
  const twice = ids.filter((id) => arrived.get(id) > 1);
  if (faults.length > 0 || twice.length > 0) {
    throw new Error(`${faults.length} bad signatures (${faults[0] ?? '-'}), ${twice.length} events arrived more than once`);
  }
  console.log(`each of ${ids.length} events arrived once, signed as svix verifies it, with either secret`);
} catch (failed) {
  console.error(`svix: ${failed.message}`);
  process.exitCode = 1;
} finally {
  await rm(file, { force: true });
  server.closeAllConnections();
  server.close();
}
