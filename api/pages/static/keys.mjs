// Keys for people who work in here all day: each element with `data-key` is reached by that key.
// Nothing happens while somebody types, or with a modifier held.
const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);

function reach(element) {
  if (TYPING.has(element.tagName)) element.focus();
  else element.click();
}

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (TYPING.has(at.tagName) || at.isContentEditable) {
    if (event.key === "Escape") at.blur();
    return;
  }
  if (!/^[a-z0-9/?]$/.test(event.key)) return;
  const found = document.querySelector(`[data-key="${event.key}"]`);
  if (!found) return;
  event.preventDefault();
  reach(found);
});

// What was refused is what a reader wants to see first.
document.getElementById("problem")?.focus();
