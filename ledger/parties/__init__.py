"""Companies and people: names, aliases, identifiers, payees and successors."""
