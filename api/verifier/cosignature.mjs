// Cosignatures of witnesses: docs/LOG-FORMAT.md chapter 11, C2SP tlog-cosignature.

import { Refusal, equal, hex, isSignedBy, unbase64, utf8 } from "./bytes.mjs";
import { keyId, parseNote } from "./note.mjs";

const COSIGNATURE = 0x04;
const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** Read a witness's key, `name+key id+base64`: its type keeps it from passing for a log's. */
export async function parseWitnessKey(text) {
  const match = /^([^+\p{White_Space}]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text);
  const bytes = match ? unbase64(match[3], "key") : new Uint8Array(0);
  if (bytes.length !== 33 || bytes[0] !== COSIGNATURE) throw new Refusal("key", "a witness's key: name+key id+base64", text);
  const key = { name: match[1], publicKey: bytes.slice(1), id: await keyId(match[1], bytes.slice(1), COSIGNATURE) };
  if (hex(key.id) !== match[2]) throw new Refusal("key", `key id ${hex(key.id)}`, match[2]);
  return key;
}

/** Return the times at which known witnesses cosigned a note; one wrong line of one of them spoils it. */
export async function cosignedAt(note, witnesses) {
  const { text, signatures } = parseNote(note);
  const times = [];
  for (const line of signatures) {
    const witness = witnesses.find((one) => one.name === line.name && equal(one.id, line.id));
    if (witness) times.push({ name: witness.name, time: await timeOf(text, line.signature, witness) });
  }
  return times;
}

async function timeOf(text, bytes, witness) {
  if (bytes.length !== TIME_BYTES + SIGNATURE_BYTES) throw new Refusal("cosignature", "a time and a signature: 72 bytes", `${bytes.length} bytes`);
  const time = new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0);
  const message = utf8(`cosignature/v1\ntime ${time}\n${text}`);
  if (!(await isSignedBy(witness.publicKey, bytes.slice(TIME_BYTES), message))) {
    throw new Refusal("cosignature", `a cosignature of ${witness.name}`, "a wrong one");
  }
  return String(time);
}
