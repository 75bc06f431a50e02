"""The second verifier, in JavaScript, and the builder of its offline page."""
