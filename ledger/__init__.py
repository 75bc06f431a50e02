"""The register: log, store, slices and the one door for writing."""
