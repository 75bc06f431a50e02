// The preview follows what is typed: the form goes to the server, the answer is read as a document
// by the browser's own request (no text of ours is ever parsed as a page), and one block is
// exchanged, and the sentence of each clause. Without this script a button does the same.
const WAIT = 600; // milliseconds without a key before anything is asked
const place = document.querySelector("[data-preview]");
const form = place.closest("form");
let waiting = 0;
let asked = null;

function exchange(answer) {
  const fresh = answer?.querySelectorAll("#preview, .sentence[id]") ?? [];
  for (const one of fresh) document.getElementById(one.id)?.replaceWith(document.importNode(one, true));
}

function ask() {
  asked?.abort();
  const request = new XMLHttpRequest();
  request.open("POST", place.dataset.preview);
  request.responseType = "document";
  request.addEventListener("load", () => { if (request.status === 200) exchange(request.response); });
  request.send(new URLSearchParams(new FormData(form)));
  asked = request;
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, WAIT);
}

form.addEventListener("input", later);
