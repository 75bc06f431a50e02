// Canonical JSON: RFC 8785 within the restrictions of docs/LOG-FORMAT.md chapter 4.

import { Refusal, textOf } from "./bytes.mjs";

export const MAX_DEPTH = 64;

const ASCII_KEY = /^[\x01-\x7f]*$/;
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Return the canonical text of a value, refusing what lies outside the restrictions. */
export function write(value, depth = 0) {
  switch (typeof value) {
    case "string":
      return writtenText(value);
    case "number":
      // Minus zero reads as a number that is safe; its text is "-0", ours is "0".
      if (!Number.isSafeInteger(value)) throw new Refusal("canonical", "an integer within +-(2^53 - 1)", value);
      return String(value);
    case "boolean":
      return value ? "true" : "false";
    default:
      return value === null ? "null" : writtenBox(value, depth + 1);
  }
}

function writtenText(text) {
  if (text.includes("\u0000")) throw new Refusal("canonical", "text without NUL", "text with NUL");
  if (LONE.test(text)) throw new Refusal("canonical", "well-formed Unicode text", "a lone surrogate");
  return JSON.stringify(text);
}

function writtenBox(value, depth) {
  if (depth > MAX_DEPTH) throw new Refusal("canonical", `at most ${MAX_DEPTH} levels`, "nested too deeply");
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth)).join(",")}]`;
  const members = Object.keys(value).sort().map((key) => {
    if (!ASCII_KEY.test(key)) throw new Refusal("canonical", "keys in ASCII without NUL", key);
    return `${JSON.stringify(key)}:${write(value[key], depth)}`;
  });
  return `{${members.join(",")}}`;
}

/** Return the value of canonical bytes, refusing every other spelling of it. */
export function read(bytes) {
  return readText(textOf(bytes, "canonical"));
}

/** The same for a text whose bytes are its UTF-8. */
export function readText(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal("canonical", "JSON", error.message);
  }
  let again;
  try {
    again = write(value);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("canonical", `at most ${MAX_DEPTH} levels`, error.message);
  }
  // Repeated keys, spaces, other escapes, 1.0, 1e0 and -0 all come back as another text.
  if (again !== text) throw new Refusal("canonical", ...firstDifference(again, text));
  return value;
}

function firstDifference(expected, found) {
  let at = 0;
  while (at < expected.length && expected[at] === found[at]) at += 1;
  return [`${expected.slice(at, at + 16) || "the end"} at character ${at}`, found.slice(at, at + 16) || "the end"];
}

/** Refuse a value that is not an object with exactly these members. */
export function exactly(value, members, what) {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const found = isObject ? Object.keys(value).sort() : [];
  if (!isObject || found.join(",") !== [...members].sort().join(",")) {
    throw new Refusal(what, `members ${[...members].sort().join(", ")}`, isObject ? found.join(", ") : typeof value);
  }
  return value;
}
