// Genesis, entries and parts: docs/LOG-FORMAT.md chapters 1 to 3.

import { Refusal, sha256, textOf, unhex, utf8 } from "./bytes.mjs";
import { exactly, read } from "./canonical.mjs";
import { leafHash, rootOf, verifyInclusion } from "./tree.mjs";

export const MAX_BYTES = 65_535;
export const SALT_BYTES = 32;

const ORIGIN = String.raw`[!#-*,-\[\]-~]{1,255}`;
const TYPE = String.raw`[a-z][a-z0-9_]{0,63}\.[a-z][a-z0-9_]{0,63}/[1-9][0-9]{0,3}`;
const TIME = String.raw`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z`;
const PART_NAME = /^[A-Za-z0-9][A-Za-z0-9_./-]{0,199}$/;
const GENESIS = new RegExp(
  `^daicho log genesis 1\\norigin (${ORIGIN})\\nkey ed25519 ([0-9a-f]{64})\\n(?:sample seed (0|[1-9][0-9]{0,15})\\n)?$`,
);
// No member can hold a character that JSON escapes: this is the canonical form and nothing else is.
const LEAF = new RegExp(
  `^\\{"commit":"([0-9a-f]{64})","index":(0|[1-9][0-9]{0,15}),"origin":"(${ORIGIN})","prev":"([0-9a-f]{64})",` +
    `"recorded_at":"(${TIME})","type":"(${TYPE})","v":1\\}$`,
);

/** Read a genesis text: origin, first public key, and whether it is a sample. */
export async function parseGenesis(text) {
  const match = GENESIS.exec(text);
  if (!match) throw new Refusal("genesis", "the text of chapter 1", text);
  return { origin: match[1], publicKey: unhex(match[2]), isSample: match[3] !== undefined, hash: await sha256(utf8(text)) };
}

/** Read the bytes of a leaf. */
export function parseLeaf(bytes) {
  if (bytes.length > MAX_BYTES) throw new Refusal("leaf", `at most ${MAX_BYTES} bytes`, bytes.length);
  const match = LEAF.exec(textOf(bytes, "leaf"));
  if (!match) throw new Refusal("leaf", "an entry in canonical form", textOf(bytes));
  const index = Number(match[2]);
  if (!Number.isSafeInteger(index)) throw new Refusal("leaf", "an index up to 2^53 - 1", match[2]);
  return { commit: match[1], index, origin: match[3], prev: match[4], recordedAt: match[5], type: match[6] };
}

/** Read the bytes of a part. */
export function parsePart(bytes) {
  if (bytes.length > MAX_BYTES) throw new Refusal("part", `at most ${MAX_BYTES} bytes`, bytes.length);
  const part = exactly(read(bytes), ["part", "readers", "body"], "part");
  const { readers, body } = part;
  if (typeof part.part !== "string" || !PART_NAME.test(part.part)) throw new Refusal("part", "a name of chapter 3", part.part);
  if (!Array.isArray(readers) || !readers.length || !readers.every((reader) => typeof reader === "string" && reader)) {
    throw new Refusal("part", "at least one reader", JSON.stringify(readers));
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw new Refusal("part", "a body that is an object", typeof body);
  return part;
}

/** Return the leaf hash of a part: SHA-256(0x00 || salt || part). */
export async function partLeaf(salt, bytes) {
  if (salt.length !== SALT_BYTES) throw new Refusal("salt-length", `${SALT_BYTES} bytes`, `${salt.length} bytes`);
  return leafHash(salt, bytes);
}

/** Return the commitment to parts given as {salt, data}. */
export async function commitment(parts) {
  return rootOf(await Promise.all(parts.map(({ salt, data }) => partLeaf(salt, data))));
}

/** Check that a part at an ordinal of `count` parts opens a commitment; return the part. */
export async function openPart(commit, { ordinal, count, salt, data, path }) {
  await verifyInclusion(await partLeaf(salt, data), ordinal, count, path, commit);
  return parsePart(data);
}

/** Tell whether a time of the right shape is a moment: years 0001 to 9999, no leap seconds. */
export function isMoment(time) {
  const [year, month, day, hour, minute, second] = time.slice(0, 19).split(/[-T:]/).map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year >= 1 && day >= 1 && day <= days && hour <= 23 && minute <= 59 && second <= 59;
}
