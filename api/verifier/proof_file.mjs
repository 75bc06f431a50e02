// Proof files of one entry: C2SP tlog-proof. The extra data of ours is the entry's leaf.

import { Refusal, textOf, unbase64, utf8 } from "./bytes.mjs";
import { parseLeaf } from "./entry.mjs";
import { parseCheckpoint, parseNote, verifyCheckpoint } from "./note.mjs";
import { HASH_BYTES, leafHash, verifyInclusion } from "./tree.mjs";

export const PROOF_HEADING = "c2sp.org/tlog-proof@v1";
const MAX_EXTRA_BYTES = 65_535;
const MAX_HASHES = 64;

/** Take a proof file apart, without believing it. */
export async function parseProofFile(bytes) {
  const text = textOf(bytes, "proof-file");
  const cut = text.indexOf("\n\n");
  if (cut < 0) throw new Refusal("proof-file", "a heading, index, hashes, an empty line and a checkpoint", text);
  const lines = text.slice(0, cut).split("\n");
  if (lines.shift() !== PROOF_HEADING) throw new Refusal("proof-file", PROOF_HEADING, text.slice(0, cut));
  const extra = lines[0]?.startsWith("extra ") ? readExtra(lines.shift()) : null;
  const index = readIndex(lines.shift() ?? "");
  if (lines.length > MAX_HASHES) throw new Refusal("proof-file", `at most ${MAX_HASHES} hashes`, lines.length);
  const path = lines.map((line) => unbase64(line, "proof-file"));
  if (path.some((hash) => hash.length !== HASH_BYTES)) throw new Refusal("proof-file", `hashes of ${HASH_BYTES} bytes`, "another length");
  const note = utf8(text.slice(cut + 2));
  const claim = await parseCheckpoint(parseNote(note).text);
  return { index, path, extra, note, claim };
}

function readExtra(line) {
  const extra = unbase64(line.slice("extra ".length), "proof-file");
  if (!extra.length || extra.length > MAX_EXTRA_BYTES) throw new Refusal("proof-file", `extra data of 1 to ${MAX_EXTRA_BYTES} bytes`, extra.length);
  return extra;
}

function readIndex(line) {
  const match = /^index (0|[1-9][0-9]{0,15})$/.exec(line);
  if (!match || !Number.isSafeInteger(Number(match[1]))) throw new Refusal("proof-file", "index and a number up to 2^53 - 1", line);
  return Number(match[1]);
}

/**
 * Check a proof file with the leaf that it carries; return what it established.
 * Without `keys` nobody says that the checkpoint is the log's: the caller has to know it.
 */
export async function verifyProofFile(bytes, keys = null) {
  const proof = await parseProofFile(bytes);
  if (!proof.extra) throw new Refusal("proof-file", "extra data with the entry's leaf", "none");
  const checkpoint = keys ? await verifyCheckpoint(proof.note, keys, proof.claim.origin) : proof.claim;
  await verifyInclusion(await leafHash(proof.extra), proof.index, checkpoint.size, proof.path, checkpoint.root);
  return { checkpoint, index: proof.index, header: headerOf(proof, checkpoint) };
}

/** Read the leaf as an entry of this log; another log's leaves may be anything. */
function headerOf({ extra, index }, checkpoint) {
  let header;
  try {
    header = parseLeaf(extra);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
  if (header.origin !== checkpoint.origin) throw new Refusal("origin", checkpoint.origin, header.origin);
  if (header.index !== index) throw new Refusal("index", String(index), String(header.index));
  return header;
}
