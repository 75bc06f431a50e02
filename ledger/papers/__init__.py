"""Papers: what the register prints, in Japanese and English, and the hash of what it printed."""
