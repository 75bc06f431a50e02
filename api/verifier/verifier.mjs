// The second verifier of Daicho logs, written from docs/LOG-FORMAT.md. No dependencies: SHA-256 and
// Ed25519 come from WebCrypto, so it runs in browsers and in Node 20 and later alike.
//
// It checks bytes: that nothing was altered, left out or put in. It does not recompute payouts.

export { Refusal, base64, hex, missingAbilities, sha256, textOf, unbase64, unhex, utf8 } from "./bytes.mjs";
export { read, readText, write } from "./canonical.mjs";
export { commitment, isMoment, openPart, parseGenesis, parseLeaf, parsePart, partLeaf } from "./entry.mjs";
export { GrowingTree, consistencyLength, emptyRoot, inclusionLength, leafHash, nodeHash, rootOf, verifyConsistency, verifyInclusion } from "./tree.mjs";
export { keyOf, parseCheckpoint, parseKey, parseNote, verifyCheckpoint, verifyNote, writtenKey } from "./note.mjs";
export { LogKeys } from "./log_keys.mjs";
export { LogVerifier, verifyLog } from "./log.mjs";
export { PROOF_HEADING, parseProofFile, verifyProofFile } from "./proof_file.mjs";
export { DISCLOSURE_FORMAT, verifyDisclosure, verifyPackage } from "./disclosure.mjs";
export { BUNDLE_FORMAT, tilePath, verifyBundle } from "./bundle.mjs";
export { authorKey, toBeSigned, verifyAuthor } from "./authorship.mjs";
export { cosignedAt, parseWitnessKey } from "./cosignature.mjs";
export { STATE_FORMAT, verifyAbsent, verifyPresent, verifyPrivate, verifyStateProof } from "./state.mjs";
export { unzip } from "./zip.mjs";
export { TiledTree, splitLeaves } from "./tiles.mjs";
export { Steps, proofSteps, verifyServed } from "./served.mjs";
