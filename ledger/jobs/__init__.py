"""Work that takes several steps around the door: seal, prepare, record, publish."""
