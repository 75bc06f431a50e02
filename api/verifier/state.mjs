// Proofs from a period close, `daicho-state-proof/1`: docs/LOG-FORMAT.md chapter 10.

import { Refusal, equal, hex, sha256, unhex, utf8 } from "./bytes.mjs";
import { exactly, read, write } from "./canonical.mjs";
import { verifyDisclosure } from "./disclosure.mjs";
import { HASH_BYTES, emptyRoot, leafHash, verifyInclusion } from "./tree.mjs";

export const STATE_FORMAT = "daicho-state-proof/1";
const CLOSED = "state.closed/1";

const hashes = (items, what) => {
  if (!Array.isArray(items)) throw new Refusal(what, "a list of hashes", typeof items);
  return items.map((item) => unhex(item, HASH_BYTES, what));
};

/** Check that a private leaf is in the tree of salted leaves. */
export async function verifyPrivate({ data, salt, index, path }, { count, root }) {
  read(utf8(data));
  const leaf = await leafHash(unhex(salt, HASH_BYTES, "state salt"), utf8(data));
  await verifyInclusion(leaf, index, count, hashes(path, "state path"), unhex(root, HASH_BYTES, "state root"));
}

/** Check that a place is in the tree of identifiers; return its key. */
async function verifyPlace(place, { count, root }) {
  const { index, key, path } = exactly(place, ["index", "key", "path"], "state place");
  const bytes = unhex(key, HASH_BYTES, "state key");
  await verifyInclusion(await leafHash(bytes), index, count, hashes(path, "state path"), unhex(root, HASH_BYTES, "state root"));
  return bytes;
}

/** Check that an identifier is registered. */
export async function verifyPresent({ identifier, place }, tree) {
  const key = await verifyPlace(place, tree);
  const expected = await sha256(utf8(identifier));
  if (!equal(key, expected)) throw new Refusal("state key", hex(expected), hex(key));
}

/** Check that no identifier stands between two neighbours, where this one would have to stand. */
export async function verifyAbsent({ identifier, left, right }, tree) {
  const key = hex(await sha256(utf8(identifier)));
  const before = left && hex(await verifyPlace(left, tree));
  const after = right && hex(await verifyPlace(right, tree));
  if (!left && !right) {
    const empty = hex(await emptyRoot());
    if (tree.count !== 0 || tree.root !== empty) throw new Refusal("state absence", "a neighbour", "none");
    return;
  }
  if (before && before >= key) throw new Refusal("state absence", `a left neighbour below ${key}`, before);
  if (after && after <= key) throw new Refusal("state absence", `a right neighbour above ${key}`, after);
  const next = left ? left.index + 1 : 0;
  const found = right ? right.index : tree.count;
  if (found !== next) throw new Refusal("state absence", `neighbours that touch: ${next}`, found);
}

/** Check a state proof: its package first, then every claim against the roots that it shows. */
export async function verifyStateProof(bytes, keysOf) {
  const proof = exactly(read(bytes), ["claims", "evidence", "format"], "state proof");
  if (proof.format !== STATE_FORMAT) throw new Refusal("state proof", STATE_FORMAT, proof.format);
  const established = await verifyDisclosure(utf8(write(proof.evidence)), keysOf);
  const closed = established.entries.filter((entry) => entry.type === CLOSED);
  if (closed.length !== 1) throw new Refusal("state proof", `one entry ${CLOSED}`, closed.length);
  const tree = (part, member) => {
    const found = closed[0].parts.find((one) => one.part === part)?.body[member];
    if (!found) throw new Refusal("state proof", `the part ${part}`, "none");
    return found;
  };
  if (!Array.isArray(proof.claims) || !proof.claims.length) throw new Refusal("state proof", "at least one claim", "none");
  for (const claim of proof.claims) await verifyClaim(claim, tree);
  return { ...established, claims: proof.claims, month: tree("facts", "month") };
}

async function verifyClaim(claim, tree) {
  switch (claim?.kind) {
    case "private":
      return verifyPrivate(exactly(claim, ["data", "index", "kind", "path", "salt"], "state claim"), tree("balances", "balances"));
    case "present":
      return verifyPresent(exactly(claim, ["identifier", "kind", "place"], "state claim"), tree("facts", "identifiers"));
    case "absent":
      return verifyAbsent(exactly(claim, ["identifier", "kind", "left", "right"], "state claim"), tree("facts", "identifiers"));
    default:
      throw new Refusal("state claim", "private, present or absent", claim?.kind);
  }
}
