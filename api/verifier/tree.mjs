// The Merkle tree of RFC 6962 section 2.1, in docs/LOG-FORMAT.md chapters 5 and 6.
// Sizes and indexes are exact integers below 2^53; they are halved by division, never by `>>`,
// which would cut them to 32 bits.

import { Refusal, equal, hex, join, sha256 } from "./bytes.mjs";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
export const HASH_BYTES = 32;
export const TILE_WIDTH = 256;

export const leafHash = (...pieces) => sha256(join(LEAF, ...pieces));
export const nodeHash = (left, right) => sha256(join(NODE, left, right));
export const emptyRoot = () => sha256(new Uint8Array(0));

const half = (number) => Math.floor(number / 2);
const isOdd = (number) => number % 2 === 1;

/** Return the roots of many trees at once, each given by its leaf hashes, none of them empty. */
export async function rootsOf(trees) {
  let levels = trees.map((leaves) => [...leaves]);
  while (levels.some((level) => level.length > 1)) {
    levels = await Promise.all(levels.map(levelAbove));
  }
  return levels.map((level) => level[0]);
}

function levelAbove(level) {
  const above = [];
  for (let at = 0; at + 1 < level.length; at += 2) above.push(nodeHash(level[at], level[at + 1]));
  // A lone last node is carried up as it is; that splits where the definition splits.
  if (isOdd(level.length)) above.push(level[level.length - 1]);
  return Promise.all(above);
}

export async function rootOf(leaves) {
  return leaves.length ? (await rootsOf([leaves]))[0] : emptyRoot();
}

/** A tree that grows by at most a tile at a time and keeps only its right edge. */
export class GrowingTree {
  constructor() {
    this.size = 0;
    this.edge = [[]]; // per tile level: the hashes of the tile that is not full
  }

  /** Append leaf hashes; `onTile(level, index, hashes)` is called for every tile that fills. */
  async append(hashes, onTile = () => {}) {
    let level = 0;
    let index = Math.floor(this.size / TILE_WIDTH);
    this.size += hashes.length;
    let more = hashes;
    while (more.length) {
      const tile = (this.edge[level] ??= []);
      tile.push(...more);
      if (tile.length > TILE_WIDTH) throw new Refusal("tree", "at most one tile at a time", tile.length);
      if (tile.length < TILE_WIDTH) return;
      await onTile(level, index, tile);
      more = [await rootOf(tile)];
      this.edge[level] = [];
      level += 1;
      index = Math.floor(index / TILE_WIDTH);
    }
  }

  /** Return the root, as it would be with some more leaf hashes (fewer than fill the tile). */
  async root(more = []) {
    let root = null;
    for (const [level, tile] of this.edge.entries()) {
      const hashes = [...tile, ...(level === 0 ? more : []), ...(root ? [root] : [])];
      if (hashes.length) root = await rootOf(hashes);
    }
    return root ?? emptyRoot();
  }
}

function checkHashes(hashes) {
  for (const hash of hashes) {
    if (hash.length !== HASH_BYTES) throw new Refusal("hash-length", `${HASH_BYTES} bytes`, `${hash.length} bytes`);
  }
}

function checkNumbers(...numbers) {
  for (const number of numbers) {
    if (!Number.isSafeInteger(number)) throw new Refusal("proof-range", "an integer up to 2^53 - 1", number);
  }
}

function checkRoot(name, expected, found) {
  if (!equal(expected, found)) throw new Refusal("root-differs", `${name} ${hex(expected)}`, hex(found));
}

/** Return how many hashes the inclusion proof of an index has. */
export function inclusionLength(index, size) {
  let length = 0;
  let last = size - 1;
  let node = index;
  for (; node !== last; length += 1) [node, last] = [half(node), half(last)];
  return length + ones(node);
}

/** Return how many hashes a consistency proof has, for 0 < size1 <= size2. */
export function consistencyLength(size1, size2) {
  if (size1 === size2) return 0;
  let [node, last] = perfectStart(size1, size2);
  const start = node === 0 ? 0 : 1;
  let length = start;
  for (; node !== last; length += 1) [node, last] = [half(node), half(last)];
  return length + ones(node);
}

function ones(number) {
  let count = 0;
  for (let rest = number; rest > 0; rest = half(rest)) count += rest % 2;
  return count;
}

/** Climb from the last leaf of the first tree while it closes a perfect subtree. */
function perfectStart(size1, size2) {
  let [node, last] = [size1 - 1, size2 - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  return [node, last];
}

/** Check that a leaf hash is at an index of the tree with this size and root; refuse otherwise. */
export async function verifyInclusion(leaf, index, size, proof, root) {
  checkNumbers(index, size);
  if (index < 0 || index >= size) throw new Refusal("proof-range", `an index from 0, below ${size}`, index);
  checkHashes([leaf, root, ...proof]);
  const length = inclusionLength(index, size);
  if (proof.length !== length) throw new Refusal("proof-length", `${length} hashes`, `${proof.length} hashes`);
  let found = leaf;
  let [node, last] = [index, size - 1];
  for (const sibling of proof) {
    [node, last] = skipLone(node, last);
    found = isOdd(node) ? await nodeHash(sibling, found) : await nodeHash(found, sibling);
    [node, last] = [half(node), half(last)];
  }
  checkRoot("root", root, found);
}

/** Climb past levels where the node is the last and has no sibling: it is carried up as it is. */
function skipLone(node, last) {
  let [low, high] = [node, last];
  while (low === high && low > 0 && !isOdd(low)) [low, high] = [half(low), half(high)];
  return [low, high];
}

/** Check that the tree (size1, root1) begins the tree (size2, root2); refuse otherwise. */
export async function verifyConsistency(size1, root1, size2, root2, proof) {
  checkNumbers(size1, size2);
  if (size1 < 1 || size1 > size2) throw new Refusal("proof-range", `size1 from 1 to ${size2}`, size1);
  checkHashes([root1, root2, ...proof]);
  const length = consistencyLength(size1, size2);
  if (proof.length !== length) throw new Refusal("proof-length", `${length} hashes`, `${proof.length} hashes`);
  if (size1 === size2) return checkRoot("root1", root1, root2);
  let [node, last] = perfectStart(size1, size2);
  // A perfect first tree is its own starting point; it is not repeated in the proof.
  const path = node === 0 ? [root1, ...proof] : [...proof];
  let [found1, found2] = [path[0], path[0]];
  for (const sibling of path.slice(1)) {
    [node, last] = skipLone(node, last);
    if (isOdd(node)) {
      [found1, found2] = await Promise.all([nodeHash(sibling, found1), nodeHash(sibling, found2)]);
    } else {
      found2 = await nodeHash(found2, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  checkRoot("root1", root1, found1);
  checkRoot("root2", root2, found2);
  return undefined;
}
