// Verifying a log from its bytes, entry by entry: docs/LOG-FORMAT.md chapter 7.

import { hex } from "./bytes.mjs";
import { MAX_BYTES, SALT_BYTES, isMoment, parseGenesis, parseLeaf, parsePart, partLeaf } from "./entry.mjs";
import { finding, findingOf } from "./finding.mjs";
import { GrowingTree, emptyRoot, leafHash, rootsOf } from "./tree.mjs";

/** Takes entries in their order and says what is wrong with each. */
export class LogVerifier {
  constructor(genesis) {
    this.origin = genesis.origin;
    this.prev = hex(genesis.hash);
    this.time = "";
    this.tree = new GrowingTree();
  }

  static async of(genesisText) {
    return new LogVerifier(await parseGenesis(genesisText));
  }

  get size() {
    return this.tree.size;
  }

  /**
   * Check the next entries, at most as many as still fit into the tile, and append them.
   * Each copy is {leaf, leafHash?, parts?}; a part is {salt, data}, or {leaf} when it is closed.
   * Returns what each says: {leafHash, header, parts, findings}.
   */
  async check(copies, onTile) {
    const examined = await examine(copies, this.size);
    for (const [offset, one] of examined.entries()) {
      if (one.header) one.findings.unshift(...this.place(one.header, this.size + offset));
      this.prev = hex(one.leafHash);
    }
    await this.tree.append(examined.map((one) => one.leafHash), onTile);
    return examined;
  }

  place(header, index) {
    const findings = [];
    if (header.origin !== this.origin) findings.push(finding(index, "origin", this.origin, header.origin));
    if (header.index !== index) findings.push(finding(index, "index", String(index), String(header.index)));
    if (header.prev !== this.prev) findings.push(finding(index, "prev", this.prev, header.prev));
    if (!isMoment(header.recordedAt)) {
      findings.push(finding(index, "time", "a real moment", header.recordedAt));
    } else if (header.recordedAt < this.time) {
      findings.push(finding(index, "time", `not before ${this.time}`, header.recordedAt));
    } else {
      this.time = header.recordedAt;
    }
    return findings;
  }
}

/** Check what can be checked about entries without their neighbours, all at once. */
async function examine(copies, first) {
  const [hashes, opened] = await Promise.all([
    Promise.all(copies.map((copy) => leafHash(copy.leaf))),
    Promise.all(copies.map((copy, offset) => (copy.parts ? openParts(copy.parts, first + offset) : null))),
  ]);
  const examined = copies.map((copy, offset) => readLeaf(copy, hashes[offset], first + offset));
  const roots = await rootsOf(opened.map((parts) => parts?.leaves ?? []));
  const empty = await emptyRoot();
  for (const [offset, one] of examined.entries()) {
    const parts = opened[offset];
    if (!parts || !one.header) continue;
    one.parts = parts.read;
    one.findings.push(...parts.findings);
    const found = hex(roots[offset] ?? empty);
    if (parts.leaves && found !== one.header.commit) {
      one.findings.push(finding(first + offset, "commit", one.header.commit, found));
    }
  }
  return examined;
}

function readLeaf(copy, hash, index) {
  const one = { leafHash: hash, header: null, parts: [], findings: [] };
  try {
    one.header = parseLeaf(copy.leaf);
  } catch (error) {
    one.findings.push(findingOf(error, index, "leaf"));
  }
  if (copy.leafHash && hex(copy.leafHash) !== hex(hash)) {
    one.findings.push(finding(index, "leaf-hash", hex(copy.leafHash), hex(hash)));
  }
  return one;
}

/** Hash and read the parts of one entry; `leaves` is null where the commitment cannot be computed. */
async function openParts(copies, index) {
  const findings = [];
  const read = [];
  const unfit = copies.findIndex(({ salt, data }) => data && (salt.length !== SALT_BYTES || data.length > MAX_BYTES));
  if (unfit >= 0) {
    const { salt, data } = copies[unfit];
    const expected = `a salt of ${SALT_BYTES} bytes, at most ${MAX_BYTES} bytes`;
    return { leaves: null, read, findings: [finding(index, "part", expected, `part ${unfit}: ${salt.length}, ${data.length}`)] };
  }
  const leaves = await Promise.all(copies.map(({ salt, data, leaf }) => leaf ?? partLeaf(salt, data)));
  const names = new Set();
  for (const [ordinal, { data }] of copies.entries()) {
    if (!data) continue;
    try {
      const part = parsePart(data);
      if (names.has(part.part)) findings.push(finding(index, "part", "one part of each name", part.part));
      names.add(part.part);
      read.push({ ordinal, ...part });
    } catch (error) {
      findings.push(findingOf(error, index, "part", `part ${ordinal}`));
    }
  }
  if (!copies.length) findings.push(finding(index, "part", "at least one part", "none"));
  return { leaves, read, findings };
}

/** Verify a whole log held in memory; `findings` come in the order of the entries. */
export async function verifyLog(genesisText, copies) {
  const verifier = await LogVerifier.of(genesisText);
  const findings = [];
  for (let at = 0; at < copies.length; at += 256) {
    for (const one of await verifier.check(copies.slice(at, at + 256))) findings.push(...one.findings);
  }
  return { size: verifier.size, root: await verifier.tree.root(), findings };
}
