// Bytes and the ways to write them: hexadecimal, UTF-8, base64; SHA-256 from WebCrypto.
// Everything here is strict: a text has one spelling, or it is refused.

/** What a verifier refuses. `check` names the rule, `expected` and `found` say what was wrong. */
export class Refusal extends Error {
  constructor(check, expected, found) {
    super(`${check}: expected ${expected}, found ${shown(found)}`);
    this.check = check;
    this.expected = String(expected);
    this.found = shown(found);
  }
}

const SHOWN = 300;

/** Return a text that may be shown: nobody reads a megabyte, and no value may break a page. */
export function shown(value) {
  const text = typeof value === "string" ? value : String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

const subtle = globalThis.crypto?.subtle;

/** Tell what this engine cannot do; an empty list when it has everything. */
export async function missingAbilities() {
  if (!subtle) return ["SHA-256", "Ed25519"];
  try {
    await subtle.importKey("raw", new Uint8Array(32), { name: "Ed25519" }, false, ["verify"]);
    return [];
  } catch {
    return ["Ed25519"];
  }
}

const utf8Writer = new TextEncoder();
// A byte order mark is three bytes like any others: dropped, two files would read alike.
const utf8Reader = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const utf8 = (text) => utf8Writer.encode(text);

/** Return the text of UTF-8 bytes, or refuse them. */
export function textOf(bytes, what = "text") {
  try {
    return utf8Reader.decode(bytes);
  } catch {
    throw new Refusal(what, "valid UTF-8", "bytes that are not");
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function hex(bytes) {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Return the bytes of lower-case hexadecimal; `size` bytes when it is given. */
export function unhex(text, size, what = "hexadecimal") {
  const fits = typeof text === "string" && /^(?:[0-9a-f]{2})*$/.test(text);
  if (!fits || (size !== undefined && text.length !== 2 * size)) {
    throw new Refusal(what, size === undefined ? "lower-case hexadecimal" : `${size} bytes in lower-case hexadecimal`, text);
  }
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

export function base64(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

/** Return the bytes of base64 (RFC 4648 section 4, padded), refusing every second spelling. */
export function unbase64(text, what = "base64") {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new Refusal(what, "base64", text);
  }
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  // atob forgives spaces, missing padding and stray bits; writing it again does not.
  if (base64(bytes) !== text) throw new Refusal(what, "base64 in its one spelling", text);
  return bytes;
}

export function join(...pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export function equal(left, right) {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}

export async function sha256(bytes) {
  return new Uint8Array(await subtle.digest("SHA-256", bytes));
}

/** Return HMAC-SHA256 of a message. */
export async function hmacSha256(keyBytes, message) {
  const key = await subtle.importKey("raw", keyBytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", key, message));
}

/** Tell whether an Ed25519 signature is right. A key that is no point signs nothing. */
export async function isSignedBy(publicKey, signature, message) {
  try {
    const key = await subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
    return await subtle.verify({ name: "Ed25519" }, key, signature, message);
  } catch {
    return false;
  }
}
