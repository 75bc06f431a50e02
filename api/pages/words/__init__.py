"""Every text of the pages, in both languages, by area."""
