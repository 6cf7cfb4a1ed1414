// A system of an organisation in Node, without Kafka and without any package. It sends commands until they are taken,
// asks what became of them, and receives facts whose signature it verifies. Made from docs/systems.md alone.
//
//   KITH_NODE_URL=http://127.0.0.1:8080 KITH_TOKEN=... BODY=bcs CLIENT=crm node crm.mjs send < commands.json
//   KITH_SECRET_OF_WEBHOOK=whsec_... PORT=9000 node crm.mjs receive

import { createHmac, createPublicKey, randomUUID, timingSafeEqual, verify } from "node:crypto";
import { createServer } from "node:http";

const AGAIN = new Set([429, 502, 503, 504]);
const PATIENCE = 5_000; // milliseconds for one request
const TRIES = 8;
const CLOCK = 300; // seconds that a fact may be old, or ahead
const LARGEST = 2_000_000;
const ED25519 = Buffer.from("302a300506032b6570032100", "hex"); // what precedes a raw key in SubjectPublicKeyInfo

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Commands out

/** The event of a command: its id is made once, and stays the same however often it is sent. */
export function eventOf(type, data, { body, client, id = randomUUID() }) {
  const source = `urn:kith:source:${body}/systems/${client}`;
  return { specversion: "1.0", id, source, type, time: new Date().toISOString(), data };
}

/** Send an event until the node has it. What it refuses is thrown, with all reasons. */
export async function send(event, { node, body, token }) {
  const service = event.type.split(".")[2];
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      const answer = await fetch(`${node}/${service}/v1/${body}/commands`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/cloudevents+json" },
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(PATIENCE),
      });
      const told = await answer.json();
      if (answer.status === 202) return told;
      if (!AGAIN.has(answer.status)) throw Object.assign(new Error(told.detail), { problem: told });
      await wait(1000 * Number(answer.headers.get("retry-after") ?? 1));
    } catch (error) {
      if (error.problem || attempt === TRIES) throw error;
      await wait(200 * 2 ** attempt); // no answer: nobody knows whether it was taken, so the same is sent again
    }
  }
  throw new Error("the node takes nothing now");
}

/** What became of it: done, or refused and why. */
export async function outcome({ ask }, { node, token }) {
  for (;;) {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${node}${ask}`, { headers, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status !== 202 && !AGAIN.has(answer.status)) return answer.json();
    await wait(1000 * Number(answer.headers.get("retry-after") ?? 1));
  }
}

// Facts in

/** Whether this content was signed with this key: `whsec_...` shared, or `whpk_...` public. */
export function isSigned(key, headers, content, now = Date.now() / 1000) {
  const id = headers["webhook-id"], time = headers["webhook-timestamp"];
  if (!id || !/^\d+$/.test(time ?? "") || Math.abs(now - Number(time)) > CLOCK) return false;
  const signed = Buffer.concat([Buffer.from(`${id}.${time}.`), content]);
  return (headers["webhook-signature"] ?? "").split(" ").some((each) => {
    const [kind, signature] = each.split(",");
    const given = Buffer.from(signature ?? "", "base64");
    if (kind === "v1" && key.startsWith("whsec_")) {
      const made = createHmac("sha256", Buffer.from(key.slice(6), "base64")).update(signed).digest();
      return made.length === given.length && timingSafeEqual(made, given);
    }
    if (kind === "v1a" && key.startsWith("whpk_")) {
      const der = Buffer.concat([ED25519, Buffer.from(key.slice(5), "base64")]);
      return verify(null, signed, createPublicKey({ key: der, format: "der", type: "spki" }), given);
    }
    return false;
  });
}

/** A server for facts. Each is handed over once, however often it is sent. */
export function receiver(key, take) {
  const had = new Set();
  return createServer((request, answer) => {
    const say = (status, headers = {}) => answer.writeHead(status, headers).end();
    if (request.method === "OPTIONS") return say(200, { "webhook-allowed-origin": "*" });
    if (request.method !== "POST") return say(405);
    const pieces = [];
    let length = 0;
    request.on("data", (piece) => {
      length += piece.length;
      if (length <= LARGEST) pieces.push(piece);
    });
    request.on("end", () => {
      if (length > LARGEST) return say(413);
      const content = Buffer.concat(pieces);
      if (!isSigned(key, request.headers, content)) return say(401);
      say(204); // first the answer, then the work
      const id = request.headers["webhook-id"];
      if (had.has(id)) return;
      had.add(id);
      take(JSON.parse(content));
    });
  });
}

// The program

async function main([what]) {
  if (what === "receive") {
    const key = process.env.KITH_SECRET_OF_WEBHOOK;
    receiver(key, (fact) => console.log(`${fact.type} ${fact.subject}`)).listen(Number(process.env.PORT), "127.0.0.1", () =>
      console.log("listening"),
    );
    return;
  }
  const at = { node: process.env.KITH_NODE_URL, body: process.env.BODY, token: process.env.KITH_TOKEN };
  let content = "";
  for await (const piece of process.stdin) content += piece;
  for (const { type, data } of JSON.parse(content)) {
    const sent = await send(eventOf(type, data, { body: at.body, client: process.env.CLIENT }), at);
    const { status, detail } = await outcome(sent, at);
    console.log(status === "done" ? `done ${type}` : `refused ${type}: ${detail}`);
  }
}

if (import.meta.url === `file://${process.argv[1]}`) await main(process.argv.slice(2));
