// A statement's file alone: held against what the register has, whose entry the browser verifies.

import { Refusal, hex, sha256, utf8 } from "./verifier/bytes.mjs";
import { read } from "./verifier/canonical.mjs";
import { Steps, proofSteps } from "./verifier/served.mjs";
import { lang, words } from "./checking.mjs";

const ID = /stmt_[0-7][0-9A-HJKMNP-TV-Z]{25}/;
const OWN_ID = new RegExp(`"id":"(${ID.source})"`);

const starts = (bytes, text) => text.length <= bytes.length && [...text].every((letter, at) => bytes[at] === letter.charCodeAt(0));

/** Tell what kind of statement file this is, and whose: {kind, id}, or null for something else. */
export function statementOf(name, bytes, known) {
  const named = ID.exec(name)?.[0] ?? "";
  if (starts(bytes, "%PDF") || /\.pdf$/i.test(name)) return { kind: "pdf", id: named };
  if (/\.xlsx$/i.test(name)) return { kind: "xlsx", id: named };
  if (/\.csv$/i.test(name)) return { kind: "csv", id: ID.exec(textOf(bytes))?.[0] || named };
  if (known === "package" || known === "proof" || known === "checkpoint") return null;
  const own = OWN_ID.exec(textOf(bytes))?.[1] ?? "";
  if (known === "state" || (known === "disclosure" && !own && !named)) return null;
  return own || named ? { kind: "json", id: own || named } : null;
}

const textOf = (bytes) => new TextDecoder("utf-8").decode(bytes.subarray(0, 2 ** 24));

/** Ask whether a file of this hash is on record; the answer to what is not is always the same. */
export async function askRegister(id, digest) {
  const address = `/${lang}/check/statements/${encodeURIComponent(id)}/answer?sha256=${digest}`;
  const response = await fetch(address, { credentials: "omit", cache: "no-store" }).catch(() => null);
  if (!response?.ok) throw new Refusal("unreachable", address, response ? `HTTP ${response.status}` : "none");
  return response.json();
}

/** Verify one file of a statement; returns what to show. */
export async function checkStatement({ kind, id, name, bytes }, trusted) {
  const steps = new Steps();
  const digest = hex(await sha256(bytes));
  if (kind === "json") await steps.run("statement-form", name, async () => {
    read(bytes);
    return { expected: digest, found: digest };
  });
  const answer = await held(steps, id, digest, name);
  if (answer?.proof) await holdEntry(steps, answer, trusted);
  const isGood = steps.isGood && answer !== null;
  const word = !isGood ? "FAIL" : trusted.key.trim() && answer.proof ? "VERIFIED" : "SELF-CONSISTENT";
  return {
    verdict: word,
    meaning: words.statement[word],
    steps: steps.list,
    facts: [[words.file, name], [words.id, id], [words.hash, digest], ...entryFacts(answer)],
    more: answer && !answer.proof ? words.uncovered : "",
    limits: isGood ? [words.statementLimit] : [],
  };
}

function entryFacts(answer) {
  if (!answer) return [];
  const covered = answer.checkpoint ? words.coveredText(answer.checkpoint) : "";
  return [[words.entry, String(answer.entry)], [words.recorded, answer.recorded_on], [words.covered, covered]];
}

async function held(steps, id, digest, name) {
  let answer = null;
  await steps.run("statement-file", name, async () => {
    if (!ID.test(id)) throw new Refusal("statement-id", "stmt_…", id || "none");
    const found = await askRegister(id, digest);
    if (!found.matches) throw new Refusal("statement-unknown", words.recordedHash, digest);
    answer = found;
    return { expected: digest, found: digest };
  });
  return answer;
}

async function holdEntry(steps, answer, trusted) {
  const where = `${words.entry} ${answer.entry}`;
  const established = await proofSteps(steps, { name: where, bytes: utf8(answer.proof), ...trusted });
  if (!established) return;
  await steps.run("statement-entry", where, async () => {
    const { header, index } = established;
    if (index !== answer.entry) throw new Refusal("index", String(answer.entry), String(index));
    if (!header?.type.startsWith("statement.")) throw new Refusal("entry-type", "statement.issued/1", header?.type ?? "none");
    return { expected: `${answer.entry} ${header.type}`, found: `${index} ${header.type}` };
  });
}
