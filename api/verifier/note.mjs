// Signed notes and checkpoints: docs/LOG-FORMAT.md chapter 6, C2SP signed-note and tlog-checkpoint.

import { Refusal, base64, equal, hex, isSignedBy, join, sha256, textOf, unbase64, utf8 } from "./bytes.mjs";
import { emptyRoot } from "./tree.mjs";

const ED25519 = 0x01;
const MAX_SIGNATURES = 100;
const MAX_NOTE_BYTES = 1_000_000;
const MARK = "\u2014 "; // em dash, space
const CONTROL = /[\x00-\x09\x0b-\x1f]/;
const SPACE_OR_PLUS = /[\p{White_Space}+]/u;
const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;

/** Return the four bytes that mark the signatures of a key. */
export async function keyId(name, publicKey, algorithm = ED25519) {
  return (await sha256(join(utf8(name), Uint8Array.of(0x0a, algorithm), publicKey))).slice(0, 4);
}

export async function keyOf(name, publicKey) {
  return { name, publicKey, id: await keyId(name, publicKey) };
}

/** Return a key as people exchange it: `name+key id+base64`. */
export function writtenKey({ name, publicKey, id }) {
  return `${name}+${hex(id)}+${base64(join(Uint8Array.of(ED25519), publicKey))}`;
}

/** Read a key of the form `name+key id+base64`. */
export async function parseKey(text) {
  // Base64 may hold a plus of its own, so only the first two of them separate.
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  if (!match || SPACE_OR_PLUS.test(match[1])) throw new Refusal("key", "name+key id+base64", text);
  const bytes = unbase64(match[3], "key");
  if (bytes.length !== 33 || bytes[0] !== ED25519) throw new Refusal("key", "an Ed25519 key", text);
  const key = await keyOf(match[1], bytes.slice(1));
  if (hex(key.id) !== match[2]) throw new Refusal("key", `key id ${hex(key.id)}`, match[2]);
  return key;
}

/** Take a note apart, without believing it. */
export function parseNote(bytes) {
  if (bytes.length > MAX_NOTE_BYTES) throw new Refusal("note", `at most ${MAX_NOTE_BYTES} bytes`, bytes.length);
  const whole = textOf(bytes, "note");
  if (CONTROL.test(whole)) throw new Refusal("note", "no control characters but newlines", whole);
  const cut = whole.lastIndexOf("\n\n");
  if (cut < 0 || !whole.endsWith("\n") || cut + 2 >= whole.length) {
    throw new Refusal("note", "text, an empty line, and signature lines", whole);
  }
  const lines = whole.slice(cut + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw new Refusal("note", `at most ${MAX_SIGNATURES} signatures`, lines.length);
  return { text: whole.slice(0, cut + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line) {
  const space = line.indexOf(" ", MARK.length);
  const name = line.slice(MARK.length, space);
  if (!line.startsWith(MARK) || space < 0 || !name || SPACE_OR_PLUS.test(name)) {
    throw new Refusal("note", "an em dash, a key name and base64", line);
  }
  const bytes = unbase64(line.slice(space + 1), "note");
  if (bytes.length <= 4) throw new Refusal("note", "key id and signature", line);
  return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/**
 * Check a note against the keys that are trusted; return it with those that signed.
 * A signature of an unknown key says nothing; a wrong one of a known key spoils the note; of
 * several lines of one key only the first is looked at.
 */
export async function verifyNote(bytes, keys) {
  const note = parseNote(bytes);
  checkDistinct(keys);
  const signers = [];
  for (const line of note.signatures) {
    const key = keys.find((one) => one.name === line.name && equal(one.id, line.id));
    if (!key || signers.includes(key)) continue;
    if (!(await isSignedBy(key.publicKey, line.signature, utf8(note.text)))) {
      throw new Refusal("signature", `a signature of ${writtenKey(key)}`, "a wrong one");
    }
    signers.push(key);
  }
  if (!signers.length) {
    throw new Refusal("signature", `a signature of ${keys.map(writtenKey).join(", ")}`, note.signatures.map(({ name }) => name).join(", "));
  }
  return { ...note, signers };
}

/** Four bytes are no proof: refuse keys that share them, or one could stand for the other. */
function checkDistinct(keys) {
  for (const [place, key] of keys.entries()) {
    const other = keys.slice(0, place).find((one) => one.name === key.name && equal(one.id, key.id));
    if (other && !equal(other.publicKey, key.publicKey)) throw new Refusal("key", "keys that differ in name or id", writtenKey(key));
  }
}

/** Read the text of a checkpoint: origin, size, root, and no extension lines. */
export async function parseCheckpoint(text) {
  const lines = text.split("\n");
  if (lines.length !== 4 || lines[3] !== "" || !lines[0] || !SIZE.test(lines[1])) {
    throw new Refusal("checkpoint", "three lines: origin, size, root", text);
  }
  const size = Number(lines[1]);
  if (!Number.isSafeInteger(size)) throw new Refusal("checkpoint", "a size up to 2^53 - 1", lines[1]);
  const root = unbase64(lines[2], "checkpoint");
  if (root.length !== 32) throw new Refusal("checkpoint", "a root of 32 bytes", lines[2]);
  if (size === 0 && !equal(root, await emptyRoot())) throw new Refusal("checkpoint", "the empty root", lines[2]);
  return { origin: lines[0], size, root };
}

/** Check a signed checkpoint of the log with this origin; return it with its signers. */
export async function verifyCheckpoint(bytes, keys, origin) {
  const note = await verifyNote(bytes, keys);
  const checkpoint = await parseCheckpoint(note.text);
  if (checkpoint.origin !== origin) throw new Refusal("origin", origin, checkpoint.origin);
  return { ...checkpoint, signers: note.signers };
}
