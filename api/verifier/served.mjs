// A log that a server serves, verified over the network: each check by its name, with what was
// expected and what was found. What the server says counts only where it proves itself.

import { Refusal, hex, utf8 } from "./bytes.mjs";
import { parseGenesis, parseLeaf } from "./entry.mjs";
import { LogVerifier } from "./log.mjs";
import { parseCheckpoint, parseKey, parseNote, verifyCheckpoint, writtenKey } from "./note.mjs";
import { parseProofFile, verifyProofFile } from "./proof_file.mjs";
import { TiledTree, refusalAt, splitLeaves } from "./tiles.mjs";
import { TILE_WIDTH, leafHash } from "./tree.mjs";
import { tilePath } from "./bundle.mjs";

/** Collects steps: {check, isGood, expected, found, where}; `isGood` is null for what was not done. */
export class Steps {
  constructor(onStep = () => {}) {
    Object.assign(this, { list: [], onStep });
  }

  add(step) {
    const whole = { expected: "", found: "", where: "", ...step };
    this.list.push(whole);
    this.onStep(whole);
    return whole;
  }

  /** Do a check; `work` returns what to show of it, or refuses. Returns whether it held. */
  async run(check, where, work) {
    try {
      this.add({ check, isGood: true, where, ...(await work()) });
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { expected, found, check: reason } = error;
      this.add({ check, isGood: false, where: error.where ?? where, expected, found, reason });
      return false;
    }
  }

  get isGood() {
    return this.list.every((step) => step.isGood !== false);
  }
}

/**
 * Verify a served log; always returns a report.
 *
 * `read(path)` fetches a file of the log. `options`: `genesis`, the text that the server shows;
 * `key`, the log's key as the reader knows it; `kept`, checkpoints {name, bytes} of hers; `index`,
 * an entry; `proof`, a proof file {name, bytes}; `isWhole`, to read every entry; `onStep`;
 * `progress`; `pause`.
 */
export async function verifyServed(read, options) {
  const steps = new Steps(options.onStep);
  const report = { verdict: "FAIL", origin: "", size: 0, root: "", heldAgainst: null, heldKey: false, shown: [], steps: steps.list };
  const tree = await opened(read, options, steps, report);
  if (tree) {
    for (const one of options.kept ?? []) await holdKept(tree, one, options, steps, report);
    if (options.index !== null && options.index !== undefined) await showEntry(tree, options.index, steps, report);
    if (options.proof) await holdProof(tree, options, steps, report);
    if (options.isWhole) await readWhole(tree, options, steps);
  }
  const isHeld = report.heldAgainst !== null || report.heldKey;
  report.verdict = !steps.isGood ? "FAIL" : isHeld ? "VERIFIED" : "SELF-CONSISTENT";
  return report;
}

/** Read the checkpoint and the edge of its tree; null where one of them does not hold. */
async function opened(read, options, steps, report) {
  let [note, claim] = [null, null];
  const isRead = await steps.run("checkpoint", "checkpoint", async () => {
    note = await read("checkpoint");
    claim = await parseCheckpoint(parseNote(note).text);
    Object.assign(report, { origin: claim.origin, size: claim.size, root: hex(claim.root) });
    return { found: `${claim.size}` };
  });
  if (!isRead || !(await checkSignature(note, claim, options, steps, report))) return null;
  const tree = new TiledTree(claim, read);
  const isOpen = await steps.run("edge", "", async () => {
    const paths = await tree.open();
    return { expected: hex(claim.root), found: hex(claim.root), where: paths.join(", ") };
  });
  return isOpen ? tree : null;
}

/** Check the signature under the reader's key; for want of one, under the server's own word. */
async function checkSignature(note, claim, options, steps, report) {
  const given = options.key?.trim();
  return steps.run(given ? "signature" : "signature-own", "checkpoint", async () => {
    const keys = given ? [await parseKey(given)] : await Promise.all((options.serverKeys ?? []).map(parseKey));
    await verifyCheckpoint(note, keys, claim.origin);
    report.heldKey = Boolean(given);
    const text = keys.map(writtenKey).join(", ");
    return { expected: text, found: text };
  });
}

async function holdKept(tree, { name, bytes }, options, steps, report) {
  await steps.run("consistency", name, async () => {
    const kept = await parseCheckpoint(parseNote(bytes).text);
    if (kept.origin !== report.origin) throw new Refusal("origin", kept.origin, report.origin);
    await tree.continues(kept);
    if (kept.size > (report.heldAgainst?.size ?? 0)) report.heldAgainst = { size: kept.size, root: hex(kept.root) };
    return { expected: hex(kept.root), found: hex(kept.root), size: kept.size };
  });
}

async function showEntry(tree, index, steps, report) {
  await steps.run("inclusion", `${index}`, async () => {
    const { leaf, hash, path } = await tree.leaf(index);
    const header = parseLeaf(leaf);
    if (header.origin !== report.origin) throw new Refusal("origin", report.origin, header.origin);
    if (header.index !== index) throw new Refusal("index", String(index), String(header.index));
    report.shown.push({ index, type: header.type, recordedAt: header.recordedAt });
    return { expected: hex(hash), found: hex(hash), where: path };
  });
}

/** A proof file proves itself; that its checkpoint is this log's, the tiles say. */
async function holdProof(tree, { proof: { name, bytes } }, steps, report) {
  let proof = null;
  const holds = await steps.run("proof", name, async () => {
    proof = await parseProofFile(bytes);
    const { header } = await verifyProofFile(bytes);
    if (header) report.shown.push({ index: proof.index, type: header.type, recordedAt: header.recordedAt });
    return { expected: hex(proof.claim.root), found: hex(proof.claim.root) };
  });
  if (!holds) return;
  await steps.run("proof-log", name, async () => {
    if (proof.claim.origin !== report.origin) throw new Refusal("origin", report.origin, proof.claim.origin);
    await tree.continues(proof.claim);
    const { hash } = await tree.leaf(proof.index);
    const found = await leafHash(proof.extra);
    if (hex(hash) !== hex(found)) throw new Refusal("leaf-hash", hex(hash), hex(found));
    return { expected: hex(hash), found: hex(found) };
  });
}

/** Read every entry: each leaf in its tile, in its place, after the one before. */
async function readWhole(tree, options, steps) {
  await steps.run("whole", "tile/entries", async () => {
    const genesis = await parseGenesis(options.genesis);
    const verifier = new LogVerifier(genesis);
    for (let start = 0; start < tree.size; start += TILE_WIDTH) {
      await readSome(tree, verifier, start);
      options.progress?.({ done: verifier.size, size: tree.size });
      await options.pause?.();
    }
    const found = hex(await verifier.tree.root());
    if (found !== hex(tree.root)) throw new Refusal("root", hex(tree.root), found);
    return { expected: hex(tree.root), found, count: verifier.size };
  });
}

async function readSome(tree, verifier, start) {
  const number = start / TILE_WIDTH;
  const width = tree.width(0, number);
  const path = tilePath("tile/entries", number, width);
  const [leaves, tile] = [splitLeaves(await tree.read(path), path, width), await tree.tile(0, number)];
  const examined = await verifier.check(leaves.map((leaf, at) => ({ leaf, leafHash: tile[at] })));
  const [wrong] = examined.flatMap((one) => one.findings);
  if (wrong) throw refusalAt(path, wrong.check, wrong.expected, wrong.found);
}

/** Verify a proof file on its own: {proof, header} after its steps; null where it does not hold. */
export async function proofSteps(steps, { name, bytes, key, serverKeys = [] }) {
  let established = null;
  const given = key?.trim();
  const holds = await steps.run("proof", name, async () => {
    established = await verifyProofFile(bytes);
    const root = hex(established.checkpoint.root);
    return { expected: root, found: root };
  });
  if (!holds) return null;
  const isSigned = await steps.run(given ? "signature" : "signature-own", name, async () => {
    const keys = given ? [await parseKey(given)] : await Promise.all(serverKeys.map(parseKey));
    const { note, claim } = await parseProofFile(bytes);
    await verifyCheckpoint(note, keys, claim.origin);
    const text = keys.map(writtenKey).join(", ");
    return { expected: text, found: text };
  });
  return isSigned ? established : null;
}

/** Return a checkpoint that somebody pasted, as bytes. */
export const pasted = (text) => utf8(`${text.replace(/\r\n/g, "\n").trim()}\n`);
