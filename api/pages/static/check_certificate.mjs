// A certificate of a work: its proofs, the log that they are of, and what it says of the work.

import { Refusal, equal, hex, unhex } from "./verifier/bytes.mjs";
import { parseCheckpoint, parseNote } from "./verifier/note.mjs";
import { Steps, proofSteps } from "./verifier/served.mjs";
import { TiledTree } from "./verifier/tiles.mjs";
import { verifyInclusion } from "./verifier/tree.mjs";
import { readLog, words } from "./checking.mjs";

const HEAD = '{"certificate":';

export const isCertificate = (bytes) => String.fromCharCode(...bytes.subarray(0, HEAD.length)) === HEAD;

/** Verify a certificate; returns what to show. */
export async function checkCertificate({ name, bytes }, trusted) {
  const steps = new Steps();
  let certificate = null;
  await steps.run("certificate-text", name, async () => {
    certificate = parsed(bytes);
    const now = await current(certificate.work.id);
    for (const member of ["origin", "work", "first_recorded_at", "registered_at", "statement"]) same(member, now[member], certificate[member]);
    return { found: certificate.work.id };
  });
  for (const one of certificate?.evidence ?? []) await holdEvidence(steps, one, trusted);
  const word = !steps.isGood ? "FAIL" : trusted.key.trim() ? "VERIFIED" : "SELF-CONSISTENT";
  return {
    verdict: word,
    meaning: words.certificate[word],
    steps: steps.list,
    facts: certificate ? [[words.work, certificate.work.data?.title?.ja ?? certificate.work.id], [words.recorded, String(certificate.first_recorded_at).slice(0, 10)]] : [],
    limits: [],
  };
}

function parsed(bytes) {
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Refusal("canonical", "JSON", error.message);
  }
  if (!Array.isArray(value?.evidence) || typeof value.work?.id !== "string") throw new Refusal("certificate-text", "work, evidence", Object.keys(value ?? {}).join(", "));
  return value;
}

async function current(id) {
  const response = await fetch(`/v1/works/${encodeURIComponent(id)}/certificate`, { credentials: "omit", cache: "no-store" }).catch(() => null);
  if (!response?.ok) throw new Refusal("unreachable", id, response ? `HTTP ${response.status}` : "none");
  return response.json();
}

/** Refuse the first member that differs, by its path. */
function same(path, expected, found) {
  const isBox = (value) => typeof value === "object" && value !== null;
  if (isBox(expected) && isBox(found)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) same(`${path}.${key}`, expected[key], found[key]);
    return;
  }
  if (expected !== found) throw Object.assign(new Refusal("certificate-text", `${expected ?? "none"}`, `${found ?? "none"}`), { where: path });
}

async function holdEvidence(steps, one, trusted) {
  const where = `${words.entry} ${one.index}`;
  const [leaf, root] = [one.leaf_hash, one.root];
  const holds = await steps.run("certificate-proof", where, async () => {
    await verifyInclusion(unhex(leaf, 32), one.index, one.tree_size, one.path.map((hash) => unhex(hash, 32)), unhex(root, 32));
    return { expected: root, found: root };
  });
  if (holds) await holdLog(steps, one, trusted, where);
}

/** The tree of the certificate must be the beginning of the log whose checkpoint is served. */
async function holdLog(steps, one, trusted, where) {
  let proof = null;
  const isRead = await steps.run("certificate-log", where, async () => {
    const tree = new TiledTree(await parseCheckpoint(parseNote(await readLog("checkpoint")).text), readLog);
    await tree.open();
    // The certificate may be younger than the last checkpoint; its entry is then proved alone.
    if (one.tree_size <= tree.size) await tree.continues({ size: one.tree_size, root: unhex(one.root, 32) });
    const { hash } = await tree.leaf(one.index);
    if (!equal(hash, unhex(one.leaf_hash, 32))) throw new Refusal("leaf-hash", hex(hash), one.leaf_hash);
    proof = await readLog(`v1/entries/${one.index}/tlog-proof`);
    return { expected: one.leaf_hash, found: hex(hash) };
  });
  if (isRead) await proofSteps(steps, { name: where, bytes: proof, ...trusted });
}
