// A tree read from tiles: C2SP tlog-tiles, docs/LOG-FORMAT.md. Nothing that a server says is believed:
// the tiles at the right edge must lead to the root of a checkpoint, and every full tile must be the
// one whose root its parent holds.

import { Refusal, equal, hex } from "./bytes.mjs";
import { tilePath } from "./bundle.mjs";
import { HASH_BYTES, TILE_WIDTH, emptyRoot, leafHash, nodeHash, rootOf, verifyConsistency, verifyInclusion } from "./tree.mjs";

const TILE_LEVELS = 8; // a tile is eight levels of the tree high

/** Make a refusal that names the file it is about. */
export function refusalAt(where, check, expected, found) {
  return Object.assign(new Refusal(check, expected, found), { where });
}

/** Split the bytes of a bundle of entries into leaves. */
export function splitLeaves(bytes, where, width) {
  const leaves = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + bytes[at] * 256 + (bytes[at + 1] ?? 0);
    if (at + 2 > bytes.length || end > bytes.length) throw refusalAt(where, "entries", `${end} bytes`, bytes.length);
    leaves.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (leaves.length !== width) throw refusalAt(where, "entries", `${width} entries`, leaves.length);
  return leaves;
}

/** The tree of a checkpoint; `read(path)` fetches a file and may be anybody's. */
export class TiledTree {
  constructor({ size, root }, read) {
    Object.assign(this, { size, root, read, tiles: new Map(), fetched: 0 });
  }

  width(level, index) {
    return Math.min(TILE_WIDTH, Math.floor(this.size / TILE_WIDTH ** level) - index * TILE_WIDTH);
  }

  async fetch(level, index, width) {
    const path = tilePath(`tile/${level}`, index, width);
    const bytes = await this.read(path);
    this.fetched += 1;
    if (bytes.length !== width * HASH_BYTES) throw refusalAt(path, "tile", `${width * HASH_BYTES} bytes`, bytes.length);
    return Array.from({ length: width }, (_, at) => bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES));
  }

  /** Read the tiles that are not full and hold them against the root; returns their paths. */
  async open() {
    const paths = [];
    let root = null;
    for (let level = 0, left = this.size; left > 0; level += 1, left = Math.floor(left / TILE_WIDTH)) {
      const [index, width] = [Math.floor(left / TILE_WIDTH), left % TILE_WIDTH];
      const hashes = width ? await this.fetch(level, index, width) : [];
      if (width) {
        paths.push(tilePath(`tile/${level}`, index, width));
        this.tiles.set(paths.at(-1), hashes);
      }
      const all = root ? [...hashes, root] : hashes;
      if (all.length) root = await rootOf(all);
    }
    const found = root ?? (await emptyRoot());
    if (!equal(found, this.root)) throw refusalAt(paths.join(", "), "root", hex(this.root), hex(found));
    return paths;
  }

  /** Return a tile that was held against its parent, up to the edge. */
  async tile(level, index) {
    const width = this.width(level, index);
    if (width <= 0) throw new Refusal("proof-range", `a tile of a tree of ${this.size}`, `${level}, ${index}`);
    const path = tilePath(`tile/${level}`, index, width);
    const known = this.tiles.get(path);
    if (known) return known;
    const [hashes, parent] = [await this.fetch(level, index, width), await this.tile(level + 1, Math.floor(index / TILE_WIDTH))];
    const [expected, found] = [parent[index % TILE_WIDTH], await rootOf(hashes)];
    if (!equal(expected, found)) throw refusalAt(path, "tile", hex(expected), hex(found));
    this.tiles.set(path, hashes);
    return hashes;
  }

  /** Return the root of the full subtree of 2^level leaves at an index. */
  async node(level, index) {
    const [above, within] = [Math.floor(level / TILE_LEVELS), 2 ** (level % TILE_LEVELS)];
    const first = index * within;
    const tile = await this.tile(above, Math.floor(first / TILE_WIDTH));
    const start = first % TILE_WIDTH;
    return rootOf(tile.slice(start, start + within));
  }

  /** Return the root over the leaves from `start` up to `end`, where a subtree begins at `start`. */
  async range(start, end) {
    const count = end - start;
    if (count === 0) return emptyRoot();
    const level = Math.floor(Math.log2(count));
    if (2 ** level === count) return this.node(level, start / count);
    const split = start + splitOf(count);
    return nodeHash(await this.range(start, split), await this.range(split, end));
  }

  /** Return the inclusion proof of a leaf: RFC 6962 section 2.1.1. */
  async inclusionPath(index, start = 0, end = this.size) {
    if (end - start === 1) return [];
    const split = start + splitOf(end - start);
    return index < split
      ? [...(await this.inclusionPath(index, start, split)), await this.range(split, end)]
      : [...(await this.inclusionPath(index, split, end)), await this.range(start, split)];
  }

  /** Return the consistency proof from a smaller size: RFC 6962 section 2.1.2. */
  async consistencyPath(size, start = 0, end = this.size, isWhole = true) {
    if (size === end - start) return isWhole ? [] : [await this.range(start, end)];
    const split = splitOf(end - start);
    const middle = start + split;
    return size <= split
      ? [...(await this.consistencyPath(size, start, middle, isWhole)), await this.range(middle, end)]
      : [...(await this.consistencyPath(size - split, middle, end, false)), await this.range(start, middle)];
  }

  /** Return the leaf at an index after checking that it is in the tree. */
  async leaf(index) {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.size) {
      throw new Refusal("proof-range", `an index from 0, below ${this.size}`, index);
    }
    const number = Math.floor(index / TILE_WIDTH);
    const path = tilePath("tile/entries", number, this.width(0, number));
    const leaf = splitLeaves(await this.read(path), path, this.width(0, number))[index % TILE_WIDTH];
    const [expected, found] = [(await this.tile(0, number))[index % TILE_WIDTH], await leafHash(leaf)];
    if (!equal(expected, found)) throw refusalAt(path, "leaf-hash", hex(expected), hex(found));
    await verifyInclusion(found, index, this.size, await this.inclusionPath(index), this.root);
    return { leaf, hash: found, path };
  }

  /** Check that a checkpoint that somebody kept is the beginning of this tree. */
  async continues(kept) {
    if (kept.size > this.size) throw new Refusal("shorter", `${kept.size} entries`, this.size);
    if (kept.size === 0) return;
    const found = await this.range(0, kept.size);
    if (!equal(found, kept.root)) {
      throw new Refusal(kept.size === this.size ? "fork" : "consistency", hex(kept.root), hex(found));
    }
    await verifyConsistency(kept.size, kept.root, this.size, this.root, await this.consistencyPath(kept.size));
  }
}

/** The largest power of two below a count above one. */
function splitOf(count) {
  let split = 2 ** Math.floor(Math.log2(count));
  // Math.log2 is not exact near 2^53.
  while (split >= count) split /= 2;
  while (split * 2 < count) split *= 2;
  return split;
}
