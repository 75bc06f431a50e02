// Signatures of authors: docs/LOG-FORMAT.md chapter 17.

import { Refusal, hex, isSignedBy, join, sha256, unhex, utf8 } from "./bytes.mjs";
import { write } from "./canonical.mjs";

const PREAMBLE = "DaichoCommandV1";
// The field and the curve of RFC 8032 section 5.1.
const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

/** Return the bytes that an author signs: preamble, then each field after its length. */
export function toBeSigned({ origin, type, party, nonce, command }) {
  const fields = [origin, type, party, nonce, write(command)].map(utf8);
  return join(utf8(PREAMBLE), ...fields.flatMap((field) => [utf8(` ${field.length} `), field]));
}

/** Return the name of a key, refusing one under which anybody could make signatures. */
export async function authorKey(publicKey) {
  if (publicKey.length !== 32) throw new Refusal("author-key", "32 bytes", `${publicKey.length} bytes`);
  const y = yOf(publicKey);
  if (y >= P || !isOnCurve(y)) throw new Refusal("author-key", "a point of edwards25519", hex(publicKey));
  if (isWeak(y)) throw new Refusal("author-key", "a point whose order does not divide 8", hex(publicKey));
  return `key_${hex(await sha256(publicKey)).slice(0, 32)}`;
}

/** Check an author's signature of a command; `publicKey` is the one that the log has for `key`. */
export async function verifyAuthor(given, publicKey) {
  const name = await authorKey(publicKey);
  if (given.key !== name) throw new Refusal("author-key", name, given.key);
  if (!/^[0-9a-f]{32}$/.test(given.nonce)) throw new Refusal("author-nonce", "32 hexadecimal digits", given.nonce);
  const signature = unhex(given.signature, 64, "author-signature");
  if (!(await isSignedBy(publicKey, signature, toBeSigned(given)))) {
    throw new Refusal("author-signature", `a signature of ${name}`, "a wrong one");
  }
}

/** The y-coordinate: little-endian, without the sign of x in the highest bit. */
const yOf = (bytes) => BigInt(`0x${hex(bytes.slice().reverse())}`) % 2n ** 255n;

/** There is an x for y if (y^2 - 1) / (d y^2 + 1) is a square: Euler's criterion. */
function isOnCurve(y) {
  const square = (y * y - 1n + P) % P;
  const ratio = square * power((D * y * y + 1n) % P, P - 2n) % P;
  return ratio === 0n || power(ratio, (P - 1n) / 2n) === 1n;
}

/** The doubled y three times over: (y^2 + x^2) / (1 - d x^2 y^2); 1 is the neutral point's. */
function isWeak(y) {
  let now = y;
  for (let step = 0; step < 3; step += 1) {
    const yy = now * now % P;
    const xx = (yy - 1n + P) * power((D * yy + 1n) % P, P - 2n) % P;
    now = (yy + xx) * power((1n + P - D * xx % P * yy % P) % P, P - 2n) % P;
  }
  return now === 1n;
}

function power(base, exponent) {
  let [result, factor] = [1n, base % P];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = result * factor % P;
    factor = factor * factor % P;
  }
  return result;
}
