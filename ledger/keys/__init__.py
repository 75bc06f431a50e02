"""Authors' keys: who signs for a party, which commands need it, and what a consent is worth."""
